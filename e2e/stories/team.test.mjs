// What is not public yet is seen by the team alone.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, signIn, soon } from "../harness/story.mjs";
import { faultless, visitor } from "../harness/browser.mjs";
import { programme, sheet, titleOf } from "../fixtures/yard.mjs";

async function prepare(site) {
  await site.host("yard", programme({ firstDay: soon() }), sheet());
  await site.host("secret", programme({ firstDay: soon(), title: "Secret Yard" }), sheet("draft"));
  // Imported but not released: only the draft has the second edition.
  await site.run("import", await site.file("second.json", programme({ firstDay: soon(), edition: 2 })), "--conference", "yard");
}

const closed = ["/secret", "/secret/timetable", "/secret/sessions", "/secret/sessions/PRIV02", "/secret/speakers", "/secret/rooms", "/secret/now",
  "/secret/agenda", "/secret/releases", "/secret/releases.atom", "/secret/schedule.xml", "/secret/schedule.json", "/secret/schedule.ics",
  "/secret/schedule.csv", "/secret/schedule.xlsx", "/secret/speakers.csv", "/secret/favourites.json", "/secret/theme.css",
  "/yard~draft", "/yard~draft/timetable", "/yard~draft/schedule.json", "/yard~draft/sessions/NEWS13"];

onBothStores("A draft", (world) => {
  it("does not exist for visitors", async () => {
    for (const path of closed) assert.equal((await fetch(world.site.url + path)).status, 404, path);
    const home = await (await fetch(`${world.site.url}/`)).text();
    assert.doesNotMatch(home, /Secret Yard|\/secret/);
    const session = await fetch(`${world.site.url}/yard/sessions/NEWS13`);
    assert.equal(session.status, 404, "a session of the draft");
  });

  it("is shown to the administrator, who signs in by a link that works once", async () => {
    const admin = await visitor(world.browser, world.site);
    const { page } = admin;
    const path = await signIn(admin, world.site);
    await page.goto("/yard~draft/sessions/NEWS13");
    assert.equal(await page.locator("h1").innerText(), titleOf("NEWS13"));
    await page.goto("/secret");
    assert.ok((await page.locator(".banner.draft, .notice.warn").count()) === 1, "and says that it is a draft");
    faultless(admin);
    await admin.close();
    const late = await visitor(world.browser, world.site);
    const answer = await late.page.goto(path);
    if (answer.ok()) {
      await late.page.locator("main form button").click();
      await late.page.waitForLoadState();
    }
    assert.equal((await late.page.goto("/secret")).status(), 404);
    await late.close();
  });
}, { prepare });
