// One command gives a complete sample conference, and a second start keeps it.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, soon } from "../harness/story.mjs";
import { faultless, findings, fits, phone, visitor } from "../harness/browser.mjs";
import { programme } from "../fixtures/yard.mjs";

const start = (site, more = []) => site.start(["demo", "--listen", `127.0.0.1:${site.port}`, ...site.where, ...more]);

onBothStores("The demo", (world) => {
  it("makes a conference, releases it and says where it is", async () => {
    await start(world.site);
    const address = world.site.log.match(new RegExp(`http://(127\\.0\\.0\\.1|localhost):${world.site.port}\\S*`))?.[0];
    assert.ok(address, world.site.log);
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/");
    const here = await page.locator("main a[href], .bar-nav a[href]").first().getAttribute("href");
    world.slug = new URL(here, world.site.url).pathname.split("/")[1];
    const json = await (await fetch(`${world.site.url}/${world.slug}/schedule.json`)).json();
    const events = json.schedule.conference.days.flatMap((day) => Object.values(day.rooms).flat());
    assert.ok(events.length >= 250, `${events.length} sessions`);
    assert.equal(json.schedule.conference.days.length, 4);
    world.titles = events.map((event) => event.title).sort();
    faultless(guest);
    await guest.close();
  });

  it("is in order on a phone", async () => {
    const guest = await visitor(world.browser, world.site, { viewport: phone, bypassCSP: true });
    for (const path of ["", "/timetable", "/sessions", "/speakers", "/rooms", "/now"]) {
      await guest.page.goto(`/${world.slug}${path}`);
      await fits(guest.page);
      assert.deepEqual(await findings(guest.page), [], path);
    }
    faultless(guest);
    await guest.close();
  });

  it("has no link that leads nowhere", async () => {
    const seen = new Set([`/${world.slug}`]);
    const waiting = [`/${world.slug}`];
    const dead = [];
    while (waiting.length) {
      const path = waiting.shift();
      const answer = await fetch(world.site.url + path);
      const page = await answer.text();
      if (!answer.ok) dead.push(`${answer.status} ${path}`);
      if (!/^text\/html/.test(answer.headers.get("content-type"))) continue;
      for (const [, raw] of page.matchAll(/(?:href|src)="([^"#]*)/g)) {
        const to = new URL(raw.replaceAll("&amp;", "&"), answer.url);
        // Filters make endlessly many addresses; one of each page is enough.
        const plain = to.pathname;
        if (to.origin !== world.site.url || seen.has(plain)) continue;
        seen.add(plain);
        waiting.push(plain);
      }
    }
    assert.deepEqual(dead, []);
    assert.ok(seen.size > 600, `${seen.size} addresses`);
  });

  it("keeps its data on the second start", async () => {
    assert.equal((await world.site.stop()).code, 0);
    await start(world.site);
    const json = await (await fetch(`${world.site.url}/${world.slug}/schedule.json`)).json();
    const events = json.schedule.conference.days.flatMap((day) => Object.values(day.rooms).flat());
    assert.deepEqual(events.map((event) => event.title).sort(), world.titles);
    const log = await (await fetch(`${world.site.url}/${world.slug}/releases`)).text();
    assert.equal(log.match(/class="release/g)?.length, 1);
  });
}, { prepare: async () => {}, serve: false });

onBothStores("The demo of a programme of one's own", (world) => {
  it("hosts it at once", async () => {
    const file = await world.site.file("own.json", programme({ firstDay: soon() }));
    await start(world.site, ["--import", file]);
    const home = await fetch(`${world.site.url}/`);
    assert.match(await home.text(), /Yard Days/);
  });
}, { prepare: async () => {}, serve: false, browser: false });
