// Filters the timetable in place. The form is a plain GET form; its fields track, kind, language and room are compared
// with the data-* of each .slot, q with its words. The address bar follows, so the filtered page can be handed on.
// Words match anywhere and in any order: two Korean or Chinese syllables are enough, accents and case do not count.
import { $, $$, text } from "./texts.js";

const form = $("[data-filter-form]");
const result = $("[data-filter-result]");
const slots = $$(".plan .slot");
const exact = ["track", "kind", "language", "room"];
const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase();
const haystacks = new Map();

function haystack(slot) {
  if (!haystacks.has(slot)) haystacks.set(slot, fold($(".card-title", slot).textContent + " " + ($(".card-who", slot)?.textContent ?? "")));
  return haystacks.get(slot);
}

function apply() {
  const wish = new FormData(form);
  const needles = fold(wish.get("q") ?? "").split(/\s+/).filter(Boolean);
  const fields = exact.filter((name) => wish.get(name));
  let shown = 0;
  for (const slot of slots) {
    const fits = fields.every((name) => slot.dataset[name] === wish.get(name)) && needles.every((needle) => haystack(slot).includes(needle));
    slot.classList.toggle("filtered-out", !fits);
    slot.inert = !fits;
    if (fits) shown += 1;
  }
  // In the list a time without sessions goes; in the grid the day keeps its shape.
  for (const group of $$(".slots")) group.classList.toggle("is-empty", !$(".slot:not(.filtered-out)", group));
  const on = fields.length + needles.length > 0;
  result.textContent = on ? (shown ? text("results", { n: shown }) : text("none")) : "";
  form.closest("[data-filters]")?.toggleAttribute("data-on", on);
  const query = new URLSearchParams([...wish].filter(([, value]) => value));
  const view = new URLSearchParams(location.search).get("view");
  if (view) query.set("view", view);
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
}

if (slots.length) {
  const asked = new URLSearchParams(location.search);
  for (const name of ["q", ...exact]) if (asked.get(name) && form.elements[name]) form.elements[name].value = asked.get(name);
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  $("[data-filter-reset]", form)?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const name of ["q", ...exact]) if (form.elements[name]) form.elements[name].value = "";
    apply();
  });
  if ([...asked.keys()].some((name) => name === "q" || exact.includes(name))) apply();
}
