// <details class="menu"> opens by itself; this closes it on Escape, on a press elsewhere, and when another one opens.
import { $$ } from "./texts.js";

export function closeOthers() {
  const menus = () => $$("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
