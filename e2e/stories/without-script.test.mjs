// The same journey in a browser that runs no script.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, soon } from "../harness/story.mjs";
import { faultless, phone, visitor } from "../harness/browser.mjs";
import { calendar } from "../harness/formats.mjs";
import { titleOf } from "../fixtures/yard.mjs";

const bare = { javaScriptEnabled: false };

onBothStores("Without script a visitor", (world) => {
  it("reads the timetable, changes the day and filters it", async () => {
    const guest = await visitor(world.browser, world.site, bare);
    const { page } = guest;
    await page.goto("/yard/timetable");
    assert.equal(await page.locator(".plan li.slot").count(), 8);
    await page.locator("nav.tabs a").nth(1).click();
    // Nothing is counted before the page is whole.
    await page.waitForURL(`**/timetable/${soon(3)}*`);
    assert.equal(await page.locator(".plan li.slot").count(), 6);
    await page.locator("nav.tabs a").nth(0).click();
    await page.locator("[data-filters] summary").click();
    await page.locator("[data-filter-form] [name=track]").selectOption({ label: "Privacy" });
    await page.locator("[data-filter-form] [name=q]").fill("증명");
    await page.locator("[data-filter-form] button.primary").click();
    await page.waitForURL(/track=/);
    assert.deepEqual(await page.locator(".plan .card-title").allInnerTexts(), [titleOf("KORE04")]);
    // The filter stays where it is when the day changes, and can be seen.
    assert.equal(await page.locator("[data-filter-form] [name=q]").inputValue(), "증명");
    assert.equal(await page.locator("[data-filters]").getAttribute("open"), "");
    faultless(guest);
    await guest.close();
  });

  it("searches, opens a session, stars it and finds it in the agenda", async () => {
    const guest = await visitor(world.browser, world.site, { ...bare, viewport: phone });
    const { page } = guest;
    await page.goto("/yard/sessions?q=%E6%9C%AA%E6%9D%A5");
    await page.locator(".card-title a", { hasText: titleOf("CHIN06") }).click();
    await page.locator("form.fav button.star").first().click();
    assert.ok((await page.locator("h1").count()) === 1, "the star leads back to a page");
    await page.goto("/yard/sessions/OVER07");
    await page.locator("form.fav button.star").first().click();
    await page.goto("/yard/agenda");
    assert.equal(await page.locator(".clash .card-title").count(), 2);
    const feed = await page.locator("#feed").inputValue();
    assert.equal(calendar(await (await fetch(feed)).text()).length, 2);
    // The star turns over.
    await page.goto("/yard/sessions/OVER07");
    await page.locator("form.fav button.star").first().click();
    await page.goto("/yard/agenda");
    assert.deepEqual(await page.locator("[data-agenda] .card-title").allInnerTexts(), [titleOf("CHIN06")]);
    await page.locator("[data-agenda-clear] button").click();
    await page.goto("/yard/agenda");
    assert.equal(await page.locator("[data-agenda] .card-title").count(), 0);
    faultless(guest);
    await guest.close();
  });

  it("changes the language", async () => {
    const guest = await visitor(world.browser, world.site, bare);
    const { page } = guest;
    await page.goto("/yard");
    await page.locator('details.menu:has([hreflang="ko"]) summary').click();
    await page.locator('a[hreflang="ko"]').click();
    assert.equal(await page.locator("html").getAttribute("lang"), "ko");
    assert.match(await page.locator("h1").innerText(), /마당의 날/);
    await page.goto("/yard/timetable");
    assert.equal(await page.locator("html").getAttribute("lang"), "ko");
    faultless(guest);
    await guest.close();
  });

  it("sees their own zone's times beside the venue's, and takes that back", async () => {
    const guest = await visitor(world.browser, world.site, bare);
    const { page } = guest;
    await page.goto("/yard/sessions/OPEN01");
    await page.locator("[data-zone-link]").click();
    await page.locator("#zone").selectOption("Europe/Berlin");
    await page.locator("main form button.primary").click();
    assert.equal(new URL(page.url()).pathname, "/yard/sessions/OPEN01", "back where they came from");
    const berlin = (time) => new Intl.DateTimeFormat("en", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(`${soon()}T${time}:00+09:00`));
    assert.equal((await page.locator(".when .zone-time").innerText()).trim(), `(${berlin("09:30")}–${berlin("10:00")})`);
    await page.goto("/yard/timetable?view=list");
    assert.match(await page.locator(".slot-time .zone-time").first().innerText(), new RegExp(berlin("09:30")));
    await page.locator("[data-zone-chosen]").click();
    await page.waitForURL(/\/zone\?/);
    assert.equal(await page.locator("#zone").inputValue(), "Europe/Berlin");
    await page.locator("main form a.button").click();
    assert.equal(await page.locator(".zone-time").count(), 0);
    faultless(guest);
    await guest.close();
  });

  it("finds nothing on the page that only script could work", async () => {
    const guest = await visitor(world.browser, world.site, bare);
    const { page } = guest;
    for (const path of ["/yard", "/yard/timetable", "/yard/sessions/PRIV02", "/yard/agenda", "/yard/now"]) {
      await page.goto(path);
      const dead = page.locator('button[type="button"]:visible, [data-copy]:visible, [data-theme-toggle]:visible, [data-zone-control]:visible');
      assert.deepEqual(await dead.evaluateAll((all) => all.map((one) => one.outerHTML)), [], path);
    }
    faultless(guest);
    await guest.close();
  });
});
