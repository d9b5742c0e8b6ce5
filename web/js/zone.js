// Times stand in the venue's zone. On request (<input type="checkbox" data-zone-toggle> inside [data-zone-control]) the
// visitor's own time stands beside each <time datetime data-venue-zone> (after the last, where two make a range); the wish is remembered. Where both zones agree
// the control stays hidden. Without this module a link ([data-zone-link]) leads to a page where a zone can be chosen; the server then writes the
// times of that zone beside, and there is nothing to do here ([data-zone-chosen]).
import { $, $$, remember } from "./texts.js";

const times = $$("time[data-venue-zone]");
const lang = document.documentElement.lang;
const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const here = new Intl.DateTimeFormat(lang, hours);
const weekday = new Intl.DateTimeFormat(lang, { weekday: "short" });
const dayIn = (zone) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });

function show(on) {
  for (const old of $$(".zone-time")) old.remove();
  if (!on) return;
  // "10:00–10:30 (23:00–23:30)": times of one parent are one range and get one answer, after the last of them.
  for (const parent of new Set(times.map((time) => time.parentElement))) {
    const range = times.filter((time) => time.parentElement === parent);
    const words = range.map((time, index) => {
      const at = new Date(time.dateTime);
      const otherDay = index === 0 && dayIn(time.dataset.venueZone).format(at) !== dayIn(mine).format(at);
      return (otherDay ? `${weekday.format(at)} ` : "") + here.format(at); // Korean would put the day in brackets
    });
    const beside = document.createElement("span");
    beside.className = "zone-time";
    beside.textContent = ` (${words.join("–")})`;
    range.at(-1).after(beside);
  }
}

for (const link of $$("[data-zone-link]")) link.hidden = true;
const at = new Date(times[0].dateTime);
const inZone = (timeZone) => new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
if (!$("[data-zone-chosen]") && inZone(mine) !== inZone(times[0].dataset.venueZone)) {
  const on = remember.get("madang-zone") === "mine";
  for (const control of $$("[data-zone-control]")) {
    const box = $("[data-zone-toggle]", control);
    control.hidden = false;
    control.title = mine.replaceAll("_", " ");
    box.checked = on;
    box.addEventListener("change", () => {
      remember.set("madang-zone", box.checked ? "mine" : null);
      for (const other of $$("[data-zone-toggle]")) other.checked = box.checked;
      show(box.checked);
    });
  }
  if (on) show(true);
}
