// The one script a page asks for. It loads what the page has a hook for; every page works without any of it.
// Words come from the server: <template id="texts" data-added="…"> in the page's language (see texts.js).
import "./theme.js";
import { closeOthers } from "./menu.js";
import { $ } from "./texts.js";

closeOthers();
const wanted = [
  ["form.fav, [data-agenda]", () => import("./favourites.js")],
  ["[data-start]", () => import("./now.js")],
  ["time[data-venue-zone]", () => import("./zone.js")],
  ["[data-filter-form]", () => import("./filter.js")],
  ["[data-copy], [data-share], [data-print]", () => import("./share.js")],
  ["[data-board]", () => import("./board.js")],
  ["[data-bulk]", () => import("./bulk.js")],
  ["[data-passkey]", () => import("./passkey.js")],
  ["body", () => import("./keys.js")],
];
for (const [hook, load] of wanted) if ($(hook)) load();
for (const menu of [".bar-nav", ".desk-nav", ".tabs"]) $(`${menu} [aria-current]`)?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
