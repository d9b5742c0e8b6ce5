// Light, dark, or as the system says: <button data-theme-toggle hidden> goes round the three and remembers the choice.
// theme-early.js sets the remembered one before the first paint.
import { $$, icon, remember, say, text } from "./texts.js";

const round = ["system", "light", "dark"];
const icons = { system: "auto", light: "sun", dark: "moon" };
const current = () => document.documentElement.dataset.theme ?? "system";

function show(button) {
  button.replaceChildren(icon(icons[current()]));
  button.title = text(current());
  button.hidden = false;
}

const buttons = $$("[data-theme-toggle]");
for (const button of buttons) {
  show(button);
  button.addEventListener("click", () => {
    const next = round[(round.indexOf(current()) + 1) % round.length];
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    remember.set("madang-theme", next === "system" ? null : next);
    buttons.forEach(show);
    say(text(next));
  });
}
