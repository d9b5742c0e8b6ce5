// Somebody who has never been here finds their way, with script.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores } from "../harness/story.mjs";
import { faultless, visitor } from "../harness/browser.mjs";
import { calendar } from "../harness/formats.mjs";
import { titleOf } from "../fixtures/yard.mjs";

const shown = (page) => page.locator(".plan li.slot:not(.filtered-out)");
const slot = (page, code) => page.locator(`li.slot:has(form.fav input[name=session][value="${code}"])`);

/** Stars a session on its own page. */
async function star(page, code) {
  await page.goto(`/yard/sessions/${code}`);
  await page.locator("form.fav button.star").first().click();
  await page.locator('form.fav button.star[aria-pressed="true"]').first().waitFor();
  await page.locator(".toast", { hasText: /./ }).waitFor();
}

onBothStores("A newcomer", (world) => {
  it("goes from the landing page to a day of the timetable and on to the next", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard");
    assert.match(await page.locator("h1").innerText(), /Yard Days/);
    await page.locator('.bar-nav a[href$="/timetable"]').click();
    await page.waitForURL(/\/timetable\/\d{4}-\d\d-\d\d/);
    assert.equal(await page.locator("nav.tabs a").count(), 2);
    assert.equal(await shown(page).count(), 8);
    // The party after midnight belongs to the day on which it began.
    assert.equal(await slot(page, "NIGH08").count(), 1);
    await page.locator("nav.tabs a:not([aria-current])").click();
    await page.locator("nav.tabs a").nth(1).and(page.locator("[aria-current=page]")).waitFor();
    assert.equal(await shown(page).count(), 6);
    faultless(guest);
    await guest.close();
  });

  it("sees two sessions in one room beside each other, not above one another", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/timetable");
    const [one, two] = [await slot(page, "CHIN06").boundingBox(), await slot(page, "OVER07").boundingBox()];
    assert.ok(one.x + one.width <= two.x + 1 || two.x + two.width <= one.x + 1, JSON.stringify([one, two]));
    assert.ok(one.y < two.y, "the later one stands lower");
    faultless(guest);
    await guest.close();
  });

  it("filters by track, by room and by two Korean syllables, and hands the address on", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/timetable");
    await page.locator("[data-filters] summary").click();
    const form = page.locator("[data-filter-form]");
    await form.locator("[name=track]").selectOption({ label: "Privacy" });
    await shown(page).nth(3).waitFor({ state: "detached" });
    assert.deepEqual((await shown(page).locator(".card-title").allInnerTexts()).sort(),
      ["PRIV02", "KORE04", "CHIN06"].map(titleOf).sort());
    await form.locator("[data-filter-reset]").click();
    assert.equal(await shown(page).count(), 8);
    await form.locator("[name=room]").selectOption({ label: "Garden" });
    assert.equal(await shown(page).count(), 2);
    await form.locator("[data-filter-reset]").click();
    await form.locator("[name=q]").fill("증명");
    assert.deepEqual(await shown(page).locator(".card-title").allInnerTexts(), [titleOf("KORE04")]);
    const address = page.url();
    assert.match(decodeURIComponent(address), /q=증명/);
    const friend = await visitor(world.browser, world.site);
    await friend.page.goto(address);
    assert.deepEqual(await shown(friend.page).locator(".card-title").allInnerTexts(), [titleOf("KORE04")]);
    faultless(guest);
    faultless(friend);
    await friend.close();
    await guest.close();
  });

  it("searches all sessions from the bar, in any script", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    for (const [words, code] of [["증명", "KORE04"], ["隐私", "CHIN06"], ["الأسواق", "ARAB05"], ["haddad garden", "GARD03"], ["BANKS borders", "NEXT09"]]) {
      await page.goto("/yard");
      await page.locator(".bar-search [name=q]").fill(words);
      await page.locator(".bar-search [name=q]").press("Enter");
      await page.waitForURL(/\/sessions\?/);
      const titles = await page.locator(".card-title").allInnerTexts();
      assert.ok(titles.includes(titleOf(code)), `${words}: ${titles}`);
      assert.ok(titles.length <= 4, `${words} finds little else: ${titles}`);
    }
    faultless(guest);
    await guest.close();
  });

  it("stars sessions, sees that two clash, and takes the agenda along as a calendar", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/agenda");
    assert.equal(await page.locator("[data-agenda] li.slot").count(), 0);
    for (const code of ["CHIN06", "OVER07", "KORE04"]) await star(page, code);
    await page.goto("/yard/timetable");
    await slot(page, "CHIN06").locator('button[aria-pressed="true"]').waitFor();
    await page.locator('.bar-nav a[href$="/agenda"]').click();
    await page.locator("[data-agenda]").waitFor();
    assert.equal(await page.locator("[data-agenda] .card-title").count(), 3);
    assert.equal(await page.locator("[data-agenda] .clash").count(), 1);
    assert.equal(await page.locator("[data-agenda] .clash .card-title").count(), 2);
    const feed = await page.locator("#feed").inputValue();
    const answer = await fetch(feed);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-type"), /^text\/calendar/);
    const events = calendar(await answer.text());
    assert.deepEqual(events.map((event) => event.SUMMARY).sort(), ["CHIN06", "KORE04", "OVER07"].map(titleOf).sort());
    faultless(guest);
    // It belongs to this browser; another one has its own, and nobody can guess the feed.
    const other = await visitor(world.browser, world.site);
    await other.page.goto("/yard/agenda");
    assert.equal(await other.page.locator("[data-agenda] .card-title").count(), 0);
    assert.equal((await fetch(feed.replace(/agenda\/..../, "agenda/AAAA"))).status, 404);
    await other.close();
    await guest.close();
  });

  it("clears the agenda and takes that back", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await star(page, "OPEN01");
    await star(page, "NIGH08");
    await page.goto("/yard/agenda");
    await page.locator("[data-agenda-clear] button").click();
    await page.locator("[data-agenda]").waitFor({ state: "hidden" });
    const cleared = await guest.context.request.get("/yard/favourites.json");
    assert.deepEqual((await cleared.json()).sessions, []);
    await page.locator(".toast button").click();
    await page.locator("[data-agenda]").waitFor({ state: "visible" });
    await page.reload();
    assert.equal(await page.locator("[data-agenda] .card-title").count(), 2);
    faultless(guest);
    await guest.close();
  });

  it("meets speakers and walks through the rooms", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/speakers");
    for (const name of ["김민아", "ليلى حداد", "陈思远"]) assert.ok((await page.locator("main").innerText()).includes(name), name);
    await page.locator("main a", { hasText: "Leila Haddad" }).first().click();
    await page.waitForURL(/\/speakers\/./);
    assert.deepEqual((await page.locator("li.slot .card-title").allInnerTexts()).sort(),
      ["GARD03", "ARAB05", "PANE11"].map(titleOf).sort());
    await page.locator('.bar-nav a[href$="/rooms"]').click();
    assert.equal(await page.locator(".room-card").count(), 3);
    await page.locator("main a", { hasText: "Garden" }).first().click();
    await page.waitForURL(/\/rooms\/garden/);
    assert.ok((await page.locator("main").innerText()).includes(titleOf("GARD03")));
    await page.locator('.bar-nav a[href$="/now"]').click();
    await page.waitForURL(/\/now/);
    assert.ok(await page.locator("h1").isVisible());
    faultless(guest);
    await guest.close();
  });

  it("sees what people wrote as words, never as markup", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard/sessions/NEXT09");
    assert.equal(await page.locator("h1").innerText(), titleOf("NEXT09"));
    await page.goto("/yard/sessions/PRIV02");
    assert.equal(await page.locator("main script").count(), 0);
    assert.equal(await page.locator(".prose em").first().innerText(), "this");
    faultless(guest);
    await guest.close();
  });
});
