// Lists on the desk: one box ticks all of the page; the box for all that were found takes the others' place.
import { $, $$ } from "./texts.js";

for (const form of $$("[data-bulk]")) {
  const boxes = () => $$('[name="code"]', form);
  const label = $("[data-check-all]", form);
  const all = $("input", label);
  label.hidden = false;
  all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "code") return;
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked === boxes().length;
    all.indeterminate = ticked > 0 && ticked < boxes().length;
  });
}
