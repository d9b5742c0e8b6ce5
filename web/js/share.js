// Buttons that need script, and stay hidden without it:
//   [data-copy="#id"] copies the value of that field; [data-share] opens the system's sheet or copies the address;
//   [data-print] prints.
import { $, $$, say, text } from "./texts.js";

async function copy(words, field) {
  try {
    await navigator.clipboard.writeText(words);
    say(text("copied"));
  } catch {
    field?.select(); // no permission: the visitor copies what is marked
  }
}

for (const button of $$("[data-copy]")) {
  const field = $(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", () => copy(field.value, field));
}
for (const button of $$("[data-share]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const url = $("link[rel=canonical]")?.href ?? location.href;
    if (navigator.share) navigator.share({ title: document.title, url }).catch(() => {});
    else copy(url);
  });
}
for (const button of $$("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
