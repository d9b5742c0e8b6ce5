// Visitors have their own language, light, clock, screen and paper.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, soon } from "../harness/story.mjs";
import { faultless, fits, phone, small, visitor } from "../harness/browser.mjs";
import { titleOf } from "../fixtures/yard.mjs";

const background = (page) => page.evaluate(() => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 3;
});

onBothStores("A visitor with ways of their own", (world) => {
  it("is spoken to in Korean, and stays so", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/speakers");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.locator('details.menu:has([hreflang="ko"]) summary').click();
    await page.locator('.menu-sheet a[hreflang="ko"]').click();
    await page.locator('html[lang="ko"]').waitFor();
    assert.match(new URL(page.url()).pathname, /\/speakers$/, "the same page, in Korean");
    await page.goto("/yard");
    assert.match(await page.locator("h1").innerText(), /마당의 날/);
    // Nothing is left in English where the program itself speaks.
    const words = await page.locator(".bar-nav").innerText();
    assert.match(words, /[가-힣]/);
    assert.doesNotMatch(words, /[a-z]{3}/i);
    faultless(guest);
    await guest.close();
    const korean = await visitor(world.browser, world.site, { locale: "ko-KR" });
    await korean.page.goto("/yard/timetable");
    assert.equal(await korean.page.locator("html").getAttribute("lang"), "ko");
    faultless(korean);
    await korean.close();
  });

  it("hears each text in the language that it is in", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    for (const [code, language] of [["KORE04", "ko"], ["CHIN06", "zh"], ["ARAB05", "ar"]]) {
      await page.goto(`/yard/sessions/${code}`);
      assert.equal(await page.locator("h1").getAttribute("lang"), language);
      assert.equal(await page.locator(".abstract").getAttribute("lang"), language);
      assert.equal(await page.locator("h1").evaluate((title) => getComputedStyle(title).direction), language === "ar" ? "rtl" : "ltr");
    }
    await page.goto("/yard/timetable");
    const titles = await page.locator(".card-title[lang]").evaluateAll((all) => all.map((one) => one.lang).sort());
    assert.deepEqual(titles, ["ar", "ko", "zh"]);
    faultless(guest);
    await guest.close();
  });

  it("reads in the dark when the system is dark, and in what they choose", async () => {
    const guest = await visitor(world.browser, world.site, { colorScheme: "dark" });
    const { page } = guest;
    await page.goto("/yard/timetable");
    assert.ok(await background(page) < 80, "dark");
    const toggle = page.locator("[data-theme-toggle]").first();
    await toggle.click();
    await page.locator('html[data-theme="light"]').waitFor();
    assert.ok(await background(page) > 180, "light on request");
    await page.goto("/yard/sessions");
    assert.ok(await background(page) > 180, "and on the next page");
    faultless(guest);
    await guest.close();
  });

  it("sees the time at home beside the venue's, on request", async () => {
    const zone = "America/New_York";
    const guest = await visitor(world.browser, world.site, { timezoneId: zone });
    const { page } = guest;
    await page.goto("/yard/sessions/OPEN01");
    const venue = await page.locator("main time[data-venue-zone]").first().innerText();
    assert.match(venue, /09:30/);
    await page.goto("/yard/timetable?view=list");
    const control = page.locator("[data-zone-control]");
    await control.waitFor();
    assert.equal(await page.locator(".zone-time").count(), 0);
    await control.locator("[data-zone-toggle]").check();
    const opening = new Date(`${soon()}T09:30:00+09:00`);
    const expected = new Intl.DateTimeFormat("en", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(opening);
    assert.match(await page.locator(".slot-time .zone-time").first().textContent(), new RegExp(expected));
    await page.goto("/yard/sessions/OPEN01");
    await page.locator(".zone-time").first().waitFor();
    faultless(guest);
    await guest.close();
    const local = await visitor(world.browser, world.site);
    await local.page.goto("/yard/timetable");
    await local.page.locator("[data-theme-toggle]:not([hidden])").waitFor();
    assert.ok(await local.page.locator("[data-zone-control]").isHidden(), "both clocks agree in Seoul");
    faultless(local);
    await local.close();
  });

  it("prints the day without bars and buttons", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/timetable");
    await page.emulateMedia({ media: "print" });
    for (const part of [".bar-nav", ".bar-tools", "nav.tabs", "form.fav"]) assert.ok(await page.locator(part).first().isHidden(), part);
    assert.equal(await page.locator("button:visible").count(), 0);
    assert.ok(await page.locator(".card-title", { hasText: titleOf("GARD03") }).isVisible());
    const paper = await page.pdf({ format: "A4" });
    assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
    faultless(guest);
    await guest.close();
  });

  it("holds a small phone: nothing sticks out, the day is a list, targets are large enough", async () => {
    for (const viewport of [small, phone]) {
      const guest = await visitor(world.browser, world.site, { viewport, hasTouch: true, isMobile: true });
      const { page } = guest;
      for (const path of ["/yard", "/yard/timetable", "/yard/sessions", "/yard/sessions/PRIV02", "/yard/speakers", "/yard/rooms", "/yard/now", "/yard/agenda", "/yard/releases", "/yard/nowhere"]) {
        await page.goto(path);
        await fits(page);
        const tiny = await page.locator("main button:visible, nav.tabs a:visible").evaluateAll((all) => all
          .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
          .map((one) => one.outerHTML.slice(0, 120)));
        assert.deepEqual(tiny, [], path);
      }
      await page.goto("/yard/timetable");
      const boxes = await page.locator(".plan li.slot").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
      assert.ok(Math.max(...boxes) - Math.min(...boxes) < 2, "one below the other");
      await page.tap("form.fav button.star >> nth=0");
      await page.locator('button.star[aria-pressed="true"]').first().waitFor();
      faultless(guest);
      await guest.close();
    }
  });
});
