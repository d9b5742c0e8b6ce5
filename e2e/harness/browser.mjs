// A visitor: a browser with habits of its own, in which every fault of a page is noticed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Sizes of screens. */
export const phone = { width: 390, height: 844 };
export const small = { width: 320, height: 640 };
export const laptop = { width: 1440, height: 900 };

/** Starts Chromium. Playwright gives each start a profile folder of its own. */
export function open() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: flags });
}

/**
 * A visitor with a fresh browser; `habits` are Playwright's context options.
 * `visitor.page` is the page, `visitor.faults` what went wrong on it so far.
 */
export async function visitor(browser, site, habits = {}) {
  const context = await browser.newContext({
    baseURL: site.url, viewport: laptop, locale: "en-GB", timezoneId: "Asia/Seoul", reducedMotion: "reduce", ...habits,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  // A page that is asked for and is not there is the story's business; what a page itself asks for is the page's.
  page.on("response", (answer) => {
    const own = answer.request().isNavigationRequest();
    if (!own && answer.status() >= 400) faults.push(`${answer.status()} ${answer.url()}`);
  });
  page.on("requestfailed", (request) => {
    const words = request.failure()?.errorText ?? "";
    // Leaving a page ends what it was still asking for.
    if (!words.includes("ERR_ABORTED")) faults.push(`${words} ${request.url()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== site.url) faults.push(`fetched from elsewhere: ${url}`);
  });
  // The violation of the content security policy comes here too.
  page.on("console", (message) => {
    const missing = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !missing) faults.push(`console: ${message.text()}`);
  });
  return { page, context, faults, close: () => context.close() };
}

/** Nothing may have gone wrong. */
export function faultless(visitor) {
  assert.deepEqual(visitor.faults, []);
}

/** The page fits: nothing makes it wider than the screen. */
export async function fits(page) {
  const wide = await page.evaluate(() => {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return null;
    const widest = [...document.querySelectorAll("body *")].map((element) => [element.getBoundingClientRect().right, element]);
    const [, worst] = widest.reduce((a, b) => (b[0] > a[0] ? b : a));
    return `${over} px too wide, by ${worst.outerHTML.slice(0, 120)}`;
  });
  assert.equal(wide, null, page.url());
}

/** What axe-core finds, one line each. The context must have been made with `bypassCSP`, or axe cannot be put in. */
export async function findings(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const result = await globalThis.axe.run(document, { runOnly: tags });
    return result.violations.flatMap((violation) => violation.nodes.map((node) => {
      const why = (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? "";
      return `${violation.id}: ${node.target.join(" ")} | ${node.html.slice(0, 140)} | ${why}`;
    }));
  });
}
