// Keyboard. "/" goes to the search, "?" opens the list of keys (<dialog id="keys">), "f" stars the session that has the
// focus, arrows walk between sessions: up and down within a room, left and right to the room beside at the same time (in
// a list, up and down simply walk). Never while typing, never with a modifier.
import { $, $$ } from "./texts.js";

const LINK = ".card-title a";
const typing = (element) => element.matches("input, select, textarea, [contenteditable]");
const inGrid = () => $('[data-view="grid"] .plan') && matchMedia("(min-width: 60rem)").matches;

function place(link) {
  const box = link.closest(".slot, .card").getBoundingClientRect();
  return { x: (box.left + box.right) / 2, y: box.top, bottom: box.bottom };
}

// The nearest session in the arrow's direction; the other axis counts more, so that a walk keeps its room or its time.
function neighbour(from, key) {
  const links = $$(LINK).filter((link) => link !== from && !link.closest("[inert]") && link.offsetParent);
  if (!inGrid()) {
    const all = $$(LINK).filter((link) => !link.closest("[inert]") && link.offsetParent);
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    return step && all[all.indexOf(from) + step];
  }
  const here = place(from);
  const upright = key === "ArrowUp" || key === "ArrowDown";
  const sign = key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1;
  let best, least = Infinity;
  for (const link of links) {
    const there = place(link);
    const along = sign * (upright ? there.y - here.y : there.x - here.x);
    const beside = Math.abs(upright ? there.x - here.x : there.y - here.y);
    if (along < 4) continue;
    const cost = along + beside * 4;
    if (cost < least) [best, least] = [link, cost];
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const field = $$("[data-filter-form] [name=q], [data-key-search]").find((input) => input.offsetParent) ?? $("[data-filter-form] [name=q]");
    if (!field) return;
    const fold = field.closest("details");
    if (fold) fold.open = true;
    event.preventDefault();
    field.focus();
  } else if (event.key === "?") {
    $("#keys")?.showModal();
  } else if (event.key === "f") {
    $("form.fav button", document.activeElement?.closest(".card, main article") ?? document.createElement("p"))?.click();
  } else if (event.key.startsWith("Arrow") && event.target.matches(LINK)) {
    const to = neighbour(event.target, event.key);
    if (!to) return;
    event.preventDefault();
    to.focus({ preventScroll: true });
    to.closest(".slot, .card").scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});
for (const button of $$("[data-keys-open]")) {
  button.hidden = false;
  button.addEventListener("click", () => $("#keys")?.showModal());
}
