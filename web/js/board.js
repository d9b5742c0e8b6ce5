// The timetable editor. Sessions are dragged by mouse anywhere on the card, by touch at the grip; or picked up with Enter
// at the grip and moved by arrows. Conflicts are worked out here while one moves, by the rules of the server, whose word
// stands after the drop. Places are classes (see grid.css), so nothing here writes a style.
//   [data-board][data-at][data-undo-at][data-csrf][data-revision]; template#board[data-json] and its words
import { $, $$, icon, say } from "./texts.js";

const board = $("[data-board]");
const words = $("template#board").dataset;
const data = JSON.parse(words.json);
const plan = $("[data-plan]", board);
const planCards = $("[data-plan-cards]", board);
const trayCards = $("[data-tray-cards]", board);
const pane = $(".day-grid", board);
const STEP = 300_000;
const ROWS = data.hours * 12;
const POLL_MS = 5_000;
const DRAG_PX = 5;
const undone = [];
const undoButton = $("[data-board-undo]");
let revision = data.revision;
let carried = null; // what is being moved: { code, card, place, length, ghost, by, isOut }

const put = (name, values = {}) => (words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: data.zone });
const wide = matchMedia("(min-width: 60rem)");
const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
const tell = (sentence) => { $("[data-board-say]").textContent = sentence; };

/* ---- conflicts: the same rules as crates/capabilities/programme/src/rules/conflicts.rs ---- */
const minutes = (ms) => Math.ceil(ms / 60_000);
const overlap = (a, b) => minutes(Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)));
const roomOf = (key) => data.rooms.find((room) => room.key === (key ?? ""));

function walkMissing(a, b) {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  const [from, to] = [roomOf(first.room)?.area, roomOf(second.room)?.area];
  if (!from || !to) return 0;
  const walk = data.walks.find(([x, y]) => (x === from && y === to) || (x === to && y === from));
  const gap = Math.floor((second.start - first.end) / 60_000);
  return walk && gap >= 0 ? Math.max(0, walk[2] - gap) : 0;
}

export function conflictsOf(code, place) {
  const one = data.sessions[code];
  const found = [];
  const add = (kind, values) => {
    const level = data.levels[kind] ?? "warn";
    if (level !== "ignore") found.push({ kind, level, text: put(camel(kind), values) });
  };
  if (!one.held) return found;
  const others = Object.entries(data.sessions).filter(([other, session]) => other !== code && session.held && session.start != null);
  for (const [, other] of others) {
    const both = overlap(place, other);
    if (both > 0 && place.room && other.room === place.room) add("room-taken", { title: other.title, room: roomOf(place.room)?.name, n: both });
  }
  for (const [speaker, name] of one.parts) {
    const talks = others.map(([, other]) => other).filter((other) => other.parts.some(([same]) => same === speaker));
    for (const other of talks) if (overlap(place, other) > 0) add("speaker-twice", { name, title: other.title });
    const before = talks.filter((other) => other.end <= place.start).sort((a, b) => b.end - a.end)[0];
    const after = talks.filter((other) => other.start >= place.end).sort((a, b) => a.start - b.start)[0];
    for (const next of [before, after]) {
      const missing = next ? walkMissing(place, next) : 0;
      if (missing > 0) add("walk", { name, title: next.title, n: missing });
    }
    for (const [start, end] of data.absences[speaker] ?? []) if (overlap(place, { start, end }) > 0) add("speaker-absent", { name });
  }
  const seats = roomOf(place.room)?.capacity;
  if (seats != null && one.audience != null && one.audience > seats) add("room-too-small", { room: roomOf(place.room).name, n: one.audience - seats });
  if (place.start < data.opens || place.end > data.closes) add("outside-hours", {});
  return found;
}
const camel = (kind) => kind.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const worst = (found) => (found.some((one) => one.level === "block") ? "bad" : found.length ? "warn" : "good");

/* ---- where things stand ---- */
const columnOf = (key) => data.rooms.findIndex((room) => room.key === (key ?? "")) + 1;
const rowOf = (ms) => Math.floor((ms - data.start) / STEP);
function placeClasses(place, lane = "") {
  const row = clamp(rowOf(place.start), 0, ROWS - 1);
  const span = clamp(Math.ceil((place.end - data.start) / STEP) - row, 1, ROWS - row);
  return `c${columnOf(place.room)} r${row} s${span}${lane}`;
}
const ofPlace = /^(c|r|s)\d+$|^lane-\d+of\d+$/;
function setClasses(card, classes) {
  card.className = [...card.classList].filter((name) => !ofPlace.test(name)).concat(classes.split(" ").filter(Boolean)).join(" ");
}
const cardOf = (code) => document.getElementById(`s-${code}`);
const timesOf = (place) => `${clock.format(place.start)}–${clock.format(place.end)}`;

function lanesOf(room) {
  const there = Object.entries(data.sessions).filter(([, one]) => one.start != null && (one.room ?? "") === room);
  there.sort(([a, one], [b, two]) => one.start - two.start || one.end - two.end || (a < b ? -1 : 1));
  const lanes = {};
  let cluster = [], ends = [];
  const close = () => { for (const [code, lane] of cluster) if (ends.length > 1) lanes[code] = ` lane-${Math.min(lane + 1, 4)}of${Math.min(ends.length, 4)}`; };
  for (const [code, one] of there) {
    if (ends.every((end) => end <= one.start)) { close(); [cluster, ends] = [[], []]; }
    let lane = ends.findIndex((end) => end <= one.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = Math.max(one.end, one.start + 60_000);
    cluster.push([code, lane]);
  }
  close();
  return lanes;
}

function show() {
  const focused = document.activeElement?.closest?.("[data-grip]");
  arrange();
  // An element that is put elsewhere loses the focus.
  if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
}

function arrange() {
  const lanes = Object.assign({}, ...data.rooms.map((room) => lanesOf(room.key)));
  for (const card of $$("[data-code]", board)) {
    const one = data.sessions[card.dataset.code];
    if (!one) { card.remove(); continue; }
    const isPlaced = one.start != null;
    const home = isPlaced ? planCards : trayCards;
    if (card.parentElement !== home) home.append(card);
    setClasses(card, isPlaced ? placeClasses(one, lanes[card.dataset.code]) : "");
    const meta = $(".card-meta", card);
    const time = $(".card-time", meta) ?? meta.insertBefore(document.createElement("span"), meta.firstChild);
    time.className = "card-time";
    time.textContent = isPlaced ? timesOf(one) : put("minutes", { n: one.length });
    const room = $(".card-room", meta);
    if (room && (!isPlaced || !one.room)) room.remove();
    else if (room) $("bdi", room).textContent = roomOf(one.room)?.name ?? "";
    for (const rest of $$(":scope > span:not(.card-time, .card-room, .chip)", meta)) rest.remove();
  }
  $("[data-tray-count]", board).textContent = trayCards.children.length;
  if (carried) return;
  // In the order of time, as Tab goes and a list is read; what stands right already is not touched.
  const cards = [...planCards.children].sort((a, b) => data.sessions[a.dataset.code].start - data.sessions[b.dataset.code].start);
  cards.forEach((card, at) => { if (planCards.children[at] !== card) planCards.insertBefore(card, planCards.children[at]); });
}

function showConflicts(conflicts) {
  const counts = {};
  for (const one of conflicts) for (const code of one.sessions) (counts[code] ??= []).push(one);
  for (const card of $$("[data-code]", board)) {
    const own = data.sessions[card.dataset.code]?.start == null ? [] : counts[card.dataset.code] ?? [];
    const mark = $("[data-trouble]", card);
    mark.hidden = !own.length;
    mark.className = `trouble ${worst(own)}`;
    $("[data-count]", mark).textContent = own.length;
    mark.title = own.map((one) => one.text).join("\n");
  }
  const home = $("[data-board-conflicts]");
  if (!conflicts.length) {
    const none = document.createElement("p");
    none.className = "soft";
    none.textContent = words.none;
    home.replaceChildren(none);
    return;
  }
  const list = document.createElement("ul");
  list.className = "findings";
  for (const one of conflicts) {
    const item = document.createElement("li");
    const chip = document.createElement("span");
    chip.className = `chip ${one.level === "block" ? "bad" : "warn"}`;
    chip.textContent = one.level === "block" ? words.levelBlock : words.levelWarn;
    const text = document.createElement("div");
    const head = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = one.kind;
    head.append(strong, ` ${one.titles.join(" · ")}`);
    const rest = document.createElement("p");
    rest.className = "soft";
    rest.textContent = one.text;
    text.append(head, rest);
    item.append(chip, text);
    list.append(item);
  }
  home.replaceChildren(list);
}

/* ---- the server ---- */
function take(state) {
  revision = state.revision;
  if (!state.sessions) return;
  const unknown = Object.keys(state.sessions).filter((code) => !cardOf(code));
  data.sessions = state.sessions;
  // What came to this day from another one has no card here yet.
  if (unknown.length) { location.reload(); return; }
  show();
  showConflicts(state.conflicts);
}

async function ask(url, fields) {
  const body = new URLSearchParams({ csrf: board.dataset.csrf, ...fields });
  const answer = await fetch(url, { method: "POST", body, headers: { accept: "application/json" } });
  return { status: answer.status, told: await answer.json().catch(() => ({})) };
}

// What is asked of the server goes one after the other: a move is made from the version that the one before has left.
let turn = Promise.resolve();
let waiting = 0;
function inTurn(work) {
  waiting += 1;
  undoButton.disabled = true;
  turn = turn.then(work).catch(async () => { news(words.failed); revision = -1; await refresh().catch(() => {}); }).finally(() => {
    waiting -= 1;
    undoButton.disabled = waiting > 0 || !undone.length;
  });
}

function send(code, place) {
  Object.assign(data.sessions[code], place ?? { room: null, start: null, end: null });
  show();
  inTurn(async () => {
    const one = data.sessions[code];
    const fields = { session: `${code}:${one.version}` };
    if (place) Object.assign(fields, { room: place.room ?? "", start: place.start, length: Math.round((place.end - place.start) / 60_000) });
    else fields.unplace = "1";
    const { status, told } = await ask(board.dataset.at, fields);
    if (status === 200) {
      take(told);
      if (told.batch) undone.push(told.batch);
      tell(place ? put("dropped", { title: one.title, place: `${timesOf(place)}, ${roomOf(place.room)?.name ?? ""}` }) : put("unplaced", { title: one.title }));
    } else if (status === 409) {
      take(told);
      news(told.stale);
    } else {
      throw new Error(`${status}`);
    }
  });
}

function news(sentence) {
  const line = $("[data-board-news]");
  line.textContent = sentence;
  line.classList.toggle("is-on", !!sentence);
  if (sentence) say(sentence);
}

function undo() {
  inTurn(async () => {
    const batch = undone.pop();
    if (!batch) return;
    const { status, told } = await ask(board.dataset.undoAt, { batch });
    const isDone = status === 200 && told.done > 0;
    news(isDone ? "" : words.undoRefused);
    if (isDone) { say(words.undone); tell(words.undone); }
    await refresh();
  });
}

async function refresh() {
  const answer = await fetch(`${board.dataset.at}/state?revision=${revision}`, { headers: { accept: "application/json" } });
  if (!answer.ok) return false;
  const state = await answer.json();
  const isNew = !!state.sessions;
  if (isNew) take(state);
  return isNew;
}

setInterval(async () => {
  if (document.hidden || carried || waiting) return;
  try { if (await refresh()) news(words.others); } catch { /* the next round tries again */ }
}, POLL_MS);

/* ---- carrying ---- */
function pick(code, by) {
  const one = data.sessions[code];
  const card = cardOf(code);
  const length = one.start == null ? one.length * 60_000 : one.end - one.start;
  const place = one.start == null ? firstFree(code, length) : { room: one.room, start: one.start, end: one.end };
  const ghost = document.createElement("li");
  ghost.className = "slot ghost";
  ghost.setAttribute("aria-hidden", "true");
  const box = document.createElement("div");
  box.className = "ghost-card";
  ghost.append(box);
  carried = { code, card, place, length, ghost, by, isOut: false };
  card.classList.add("is-carried");
  board.classList.add("is-carrying");
  if (by === "keys") { planCards.append(ghost); hover(place); }
}

function firstFree(code, length) {
  const start = clamp(data.opens, data.start, data.start + ROWS * STEP - length);
  for (let at = Math.ceil((start - data.start) / STEP) * STEP + data.start; at + length <= data.start + ROWS * STEP; at += STEP) {
    for (const room of data.rooms) {
      const place = { room: room.key || null, start: at, end: at + length };
      if (!conflictsOf(code, place).length) return place;
    }
  }
  return { room: data.rooms[0]?.key || null, start, end: start + length };
}

function hover(place) {
  const { code, ghost } = carried;
  carried.place = place;
  const found = conflictsOf(code, place);
  const classes = `slot ghost ${worst(found)} ${placeClasses(place)}`;
  if (ghost.className !== classes) {
    ghost.className = classes;
    const head = document.createElement("strong");
    head.textContent = timesOf(place);
    const name = document.createElement("span");
    name.textContent = data.sessions[code].title;
    const lines = [...new Set(found.map((one) => one.text))].map((text) => {
      const line = document.createElement("span");
      line.className = "ghost-trouble";
      line.append(icon("warning"), text);
      return line;
    });
    ghost.firstElementChild.replaceChildren(head, name, ...lines);
  }
  return found;
}

function announce() {
  const { code, place } = carried;
  const found = [...new Set(conflictsOf(code, place).map((one) => one.text))];
  const where = put("at", { time: timesOf(place), room: roomOf(place.room)?.name ?? "" });
  tell(`${where} ${found.length ? found.join(" ") : words.free}`);
}

function letGo() {
  carried.ghost.remove();
  carried.card.classList.remove("is-carried");
  board.classList.remove("is-carrying", "is-over-tray");
  $("[data-grip]", carried.card).setAttribute("aria-pressed", "false");
  const was = carried;
  carried = null;
  return was;
}

function drop() {
  const { code, place, isOut } = letGo();
  const one = data.sessions[code];
  news("");
  if (isOut) { if (one.start != null) send(code, null); return; }
  if (place.room === one.room && place.start === one.start && place.end === one.end) return;
  send(code, place);
}

/* by pointer */
function spot(event) {
  const rooms = $$(".room", plan).map((room) => [room, room.getBoundingClientRect()]);
  const x = event.clientX;
  let at = rooms.findIndex(([, box]) => x >= box.left && x < box.right);
  if (at < 0) {
    const centre = ([, box]) => Math.abs((box.left + box.right) / 2 - x);
    at = rooms.reduce((best, room, index) => (centre(room) < centre(rooms[best]) ? index : best), 0);
  }
  const [first, second] = $$(".hour", plan).map((hour) => hour.getBoundingClientRect().top);
  const step = second ? (second - first) / 12 : $(".hour", plan).getBoundingClientRect().height / 12;
  return { room: data.rooms[at].key || null, row: (event.clientY - first) / step };
}

function over(element, event) {
  const box = element.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX < box.right && event.clientY >= box.top && event.clientY < box.bottom;
}

function start(event, card, isResize) {
  const code = card.dataset.code;
  const one = data.sessions[code];
  const [x, y] = [event.clientX, event.clientY];
  const grabbed = one.start == null ? 0 : spot(event).row - (one.start - data.start) / STEP;
  let latest = event, frame = 0;
  const moved = () => {
    frame = 0;
    if (!carried) return;
    const isOut = !isResize && over($("[data-tray]", board), latest);
    carried.isOut = isOut;
    board.classList.toggle("is-over-tray", isOut);
    if (isOut) { carried.ghost.remove(); return; }
    if (!carried.ghost.isConnected) planCards.append(carried.ghost);
    const { room, row } = spot(latest);
    if (isResize) {
      const end = data.start + clamp(Math.round(row), rowOf(one.start) + 1, ROWS) * STEP;
      hover({ room: one.room, start: one.start, end });
    } else {
      const from = data.start + clamp(Math.round(row - grabbed), 0, Math.max(0, ROWS - Math.ceil(carried.length / STEP))) * STEP;
      hover({ room, start: from, end: from + carried.length });
    }
    scrollAtEdges(latest);
  };
  const move = (next) => {
    if (!carried) {
      if (Math.hypot(next.clientX - x, next.clientY - y) < DRAG_PX) return;
      pick(code, "pointer");
      document.documentElement.classList.add("is-dragging");
    }
    next.preventDefault();
    latest = next;
    frame ||= requestAnimationFrame(moved);
  };
  const end = (isDrop) => (last) => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", escape, true);
    document.documentElement.classList.remove("is-dragging");
    cancelAnimationFrame(frame);
    if (!carried) return;
    if (isDrop) { latest = last; moved(); cancelAnimationFrame(frame); drop(); } else letGo();
    // The press must not also follow the card's link; the next one must.
    const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
  };
  const [up, cancel] = [end(true), end(false)];
  const escape = (key) => { if (key.key === "Escape") { key.stopPropagation(); cancel(key); } };
  addEventListener("pointermove", move, { passive: false });
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancel);
  addEventListener("keydown", escape, true);
}

function scrollAtEdges(event) {
  const box = pane.getBoundingClientRect();
  const edge = 48;
  const by = (value, low, high) => (value < low + edge ? -12 : value > high - edge ? 12 : 0);
  pane.scrollBy(by(event.clientX, box.left, box.right), by(event.clientY, box.top, box.bottom));
}

board.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || carried || !wide.matches) return;
  const card = event.target.closest("[data-code]");
  if (!card) return;
  const isGrip = !!event.target.closest("[data-grip]");
  const isResize = event.target.classList.contains("resize");
  // A finger scrolls, unless it takes the grip.
  if (event.pointerType !== "mouse" && !isGrip && !isResize) return;
  if (event.pointerType === "mouse") event.preventDefault();
  start(event, card, isResize);
});
board.addEventListener("dragstart", (event) => event.preventDefault());

/* by keyboard */
function keyMove(key, shift) {
  const { place, length } = carried;
  const at = columnOf(place.room) - 1;
  const rtl = getComputedStyle(plan).direction === "rtl" ? -1 : 1;
  const last = data.start + ROWS * STEP;
  if (shift && key !== "ArrowLeft" && key !== "ArrowRight") {
    const end = clamp(place.end + (key === "ArrowUp" ? -STEP : STEP), place.start + STEP, last);
    carried.length = end - place.start;
    return { ...place, end };
  }
  if (key === "ArrowUp" || key === "ArrowDown") {
    const from = clamp(place.start + (key === "ArrowUp" ? -STEP : STEP), data.start, last - length);
    return { ...place, start: from, end: from + length };
  }
  const next = clamp(at + (key === "ArrowLeft" ? -rtl : rtl), 0, data.rooms.length - 1);
  return { ...place, room: data.rooms[next].key || null };
}

board.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.ctrlKey || event.metaKey || event.altKey) return;
  const code = grip.closest("[data-code]").dataset.code;
  if (!carried) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pick(code, "keys");
      grip.setAttribute("aria-pressed", "true");
      const { place } = carried;
      const found = conflictsOf(code, place).map((one) => one.text);
      tell(`${put("picked", { title: data.sessions[code].title, place: `${timesOf(place)}, ${roomOf(place.room)?.name ?? ""}` })} ${found.join(" ")}`);
      reveal();
    }
    return;
  }
  if (carried.by !== "keys") return;
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  if (event.key.startsWith("Arrow")) {
    stop();
    hover(keyMove(event.key, event.shiftKey));
    announce();
    reveal();
  } else if (event.key === "Enter" || event.key === " ") {
    stop();
    drop();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    stop();
    carried.isOut = true;
    drop();
  } else if (event.key === "Escape") {
    stop();
    letGo();
    tell(words.cancelled);
  } else if (event.key === "Tab") stop();
});
board.addEventListener("focusout", (event) => {
  if (carried?.by === "keys" && event.target.closest?.("[data-grip]")) letGo();
});
const reveal = () => carried.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
addEventListener("keydown", (event) => {
  const isTyping = event.target.matches?.("input, select, textarea");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey && !isTyping && undone.length) {
    event.preventDefault();
    undo();
  }
});

/* ---- what needs script appears ---- */
undoButton.hidden = false;
undoButton.addEventListener("click", undo);
for (const grip of $$("[data-grip]", board)) {
  grip.hidden = false;
  const edge = document.createElement("span");
  edge.className = "resize";
  edge.setAttribute("aria-hidden", "true");
  grip.parentElement.append(edge);
}
const search = $("[data-tray-search]", board);
if (search) {
  search.hidden = false;
  search.addEventListener("input", () => {
    const wanted = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const card of trayCards.children) {
      const text = card.textContent.toLocaleLowerCase();
      card.hidden = !wanted.every((word) => text.includes(word));
    }
  });
}
board.classList.add("is-live");
