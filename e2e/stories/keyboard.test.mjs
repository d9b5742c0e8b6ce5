// Everything works with the keys alone.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores } from "../harness/story.mjs";
import { faultless, visitor } from "../harness/browser.mjs";
import { titleOf } from "../fixtures/yard.mjs";

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);

onBothStores("With the keyboard alone a visitor", (world) => {
  it("skips to the content, and every stop on the way is visible", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/timetable");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    for (let stop = 0; stop < 25; stop += 1) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return "";
        const box = element.getBoundingClientRect();
        // A session's title lights up its whole card.
        const marked = [element, element.closest(".card")].some((one) => one && getComputedStyle(one).outlineStyle !== "none");
        return box.width > 0 && box.height > 0 && marked ? "" : element.outerHTML.slice(0, 200);
      });
      assert.equal(seen, "", `stop ${stop}`);
    }
    faultless(guest);
    await guest.close();
  });

  it("searches with /, walks with arrows, stars with f, asks with ?", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/timetable");
    await page.locator('[data-theme-toggle]:not([hidden])').waitFor();
    const stars = page.waitForResponse(/favourites\.json/).catch(() => null);
    await page.locator(".card-title a", { hasText: titleOf("OPEN01") }).focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), titleOf("PRIV02"));
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), titleOf("GARD03"));
    await Promise.race([stars, new Promise((resolve) => setTimeout(resolve, 500))]);
    await page.keyboard.press("f");
    await page.locator('li.slot:has(input[value="GARD03"]) button[aria-pressed="true"]').waitFor();
    await page.keyboard.press("?");
    await page.locator("#keys[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#keys:not([open])").waitFor({ state: "attached" });
    await page.goto("/yard");
    await page.locator('[data-theme-toggle]:not([hidden])').waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("order books");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/sessions\?/);
    assert.deepEqual(await page.locator(".card-title").allInnerTexts(), [titleOf("GARD03")]);
    faultless(guest);
    await guest.close();
  });

  it("opens menus with Enter and closes them with Escape", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard");
    await page.locator('[data-theme-toggle]:not([hidden])').waitFor();
    await page.locator("details.menu summary").first().focus();
    await page.keyboard.press("Enter");
    await page.locator("details.menu[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("details.menu[open]").waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
    faultless(guest);
    await guest.close();
  });
});
