// Words, look-ups and the live region that the other modules share.
// text("added") reads data-added of <template id="texts">; "{n}" in it is filled from the second argument.
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export function text(name, values = {}) {
  const words = $("#texts")?.dataset[name] ?? "";
  return words.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export const remember = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* forbidden: forget */ } },
};

export function icon(name) {
  const source = $("use[href*='icons.svg']")?.getAttribute("href").split("#")[0];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS(svg.namespaceURI, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${source}#${name}`);
  svg.append(use);
  return svg;
}

let toast, leaving;
// Says one sentence to everybody, screen readers included; with an undo button for eight seconds when `undo` is given.
export function say(sentence, undo) {
  if (!toast) {
    toast = document.createElement("div");
    toast.className = "toast";
    toast.setAttribute("role", "status");
    document.body.append(toast);
  }
  clearTimeout(leaving);
  const words = document.createElement("span");
  words.textContent = sentence;
  toast.replaceChildren(words);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text("undo");
    button.addEventListener("click", () => { toast.replaceChildren(); undo(); });
    toast.append(button);
  }
  leaving = setTimeout(() => toast.replaceChildren(), undo ? 8000 : 4000);
}
