// What is on. Elements carry data-start and data-end (milliseconds since 1970); this gives them .is-now, .is-next or
// .is-past, moves the now-line of the grid ([data-now-line] gets the row class of the five minutes it is), fills
// <progress data-progress>, keeps [data-clock] right and shows [data-now-link] when there is a now to go to.
import { $, $$ } from "./texts.js";

const STEP = 300_000;
const rows = $$("[data-start]").map((element) => ({ element, start: +element.dataset.start, end: +element.dataset.end }));
const day = $("[data-day]");
const line = $("[data-now-line]");
const link = $("[data-now-link]");
const zone = $("[data-venue-zone]")?.dataset.venueZone;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });

function tick() {
  const now = Date.now();
  const over = rows.every((row) => row.end <= now); // a day that is over is shown as it was
  const nextStart = Math.min(...rows.filter((row) => row.start > now).map((row) => row.start));
  for (const { element, start, end } of rows) {
    element.classList.toggle("is-now", start <= now && now < end);
    element.classList.toggle("is-past", end <= now && !over);
    element.classList.toggle("is-next", start === nextStart);
    const bar = $("[data-progress]", element);
    if (bar) bar.value = Math.min(1, Math.max(0, (now - start) / (end - start)));
  }
  for (const group of $$(".slots")) group.classList.toggle("has-now", !!$(".is-now", group));
  for (const element of $$("[data-clock]")) element.textContent = clock.format(now);
  if (day && line) {
    const inside = now >= +day.dataset.dayStart && now < +day.dataset.dayEnd;
    const row = Math.floor((now - day.dataset.dayStart) / STEP);
    line.hidden = !inside;
    line.className = inside ? `now-line r${row}` : "now-line";
    line.firstElementChild.textContent = inside ? clock.format(now) : "";
    if (link) link.hidden = !inside;
  }
}

link?.addEventListener("click", (event) => {
  event.preventDefault();
  const to = $(".slot.is-now .card-title a") ?? $(".slot.is-next .card-title a");
  if (!to) return;
  const slot = to.closest(".slot");
  // The grid is a pane of its own: only it moves, and only down. The list moves with the page.
  if (day.scrollHeight > day.clientHeight + 1) day.scrollTo({ top: slot.offsetTop - day.clientHeight / 4 });
  else slot.scrollIntoView({ block: "center" });
  to.focus({ preventScroll: true });
});

if (rows.length || $("[data-clock]")) {
  tick();
  setInterval(tick, 20_000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}
// A wall display asks for the page again every few minutes: <main data-reload-seconds="300">.
const reload = +($("[data-reload-seconds]")?.dataset.reloadSeconds ?? 0);
if (reload) setInterval(() => navigator.onLine && location.reload(), reload * 1000);
