// Stars. Without script each is a form that posts and comes back; with it the same address is asked for JSON and the page
// stays. `favourites.json` beside it tells which are set ({sessions, token}), so that pages can be cached for everybody.
//   <form class="fav" method="post" action="/{conference}/favourites"><input name=session value=CODE><button class="star" aria-pressed="false">
// Posted fields: session and on (1 or 0; without it the star turns over), or clear=1, or restore=CODE,CODE (the undo).
// The agenda page wraps its list in [data-agenda] and its "clear all" form is [data-agenda-clear], with the same action.
import { $, $$, say, text } from "./texts.js";

const forms = () => $$("form.fav");
const action = $("form.fav, [data-agenda-clear]")?.getAttribute("action");
let starred = new Set();
let token = "";

function mark(code, on) {
  for (const form of forms()) {
    if (form.elements.session.value !== code) continue;
    const button = $("button", form);
    button.setAttribute("aria-pressed", on);
    const label = button.getAttribute("aria-label");
    if (label && text("star")) {
      const [from, to] = on ? ["star", "unstar"] : ["unstar", "star"];
      button.setAttribute("aria-label", label.replace(text(from), text(to)));
    }
    form.closest(".slot")?.classList.toggle("is-fav", on);
  }
}

function post(fields) {
  const body = new URLSearchParams({ ...fields, token });
  return fetch(action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" })
    .then((answer) => { if (!answer.ok) throw new Error(answer.status); });
}

async function toggle(code) {
  const on = !starred.has(code);
  on ? starred.add(code) : starred.delete(code);
  mark(code, on); // at once; taken back below if the server says no
  try {
    await post({ session: code, on: on ? 1 : 0 });
    say(text(on ? "added" : "removed"), () => toggle(code));
  } catch {
    on ? starred.delete(code) : starred.add(code);
    mark(code, !on);
    say(text("failed"));
  }
}

async function load() {
  const answer = await fetch(`${action}.json`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) return;
  const found = await answer.json();
  token = found.token ?? "";
  starred = new Set(found.sessions);
  for (const form of forms()) mark(form.elements.session.value, starred.has(form.elements.session.value));
}

const ready = action ? load().catch(() => {}) : Promise.resolve();

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("form.fav")) {
    event.preventDefault();
    await ready;
    toggle(form.elements.session.value);
  } else if (form.matches("[data-agenda-clear]")) {
    event.preventDefault();
    await ready;
    clear();
  }
});

// Takes every star away, then offers to set the same ones again.
async function clear() {
  const codes = [...starred];
  const list = $("[data-agenda]");
  try {
    await post({ clear: 1 });
  } catch {
    say(text("failed"));
    return load();
  }
  starred.clear();
  if (list) list.hidden = true;
  say(text("cleared"), async () => {
    await post({ restore: codes.join(",") }).catch(() => say(text("failed")));
    starred = new Set(codes);
    if (list) list.hidden = false;
  });
}
