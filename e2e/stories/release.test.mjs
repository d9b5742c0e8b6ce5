// A new release appears while the server runs, and what is handed out is what it says.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, soon } from "../harness/story.mjs";
import { faultless, visitor } from "../harness/browser.mjs";
import { calendar, table, xpath } from "../harness/formats.mjs";
import { until } from "../harness/madang.mjs";
import { programme, titleOf } from "../fixtures/yard.mjs";

const get = async (world, path, headers = {}) => {
  const answer = await fetch(world.site.url + path, { headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const text = async (world, path) => {
  const answer = await get(world, path);
  assert.equal(answer.status, 200, path);
  return answer.bytes.toString("utf8");
};

onBothStores("A release", (world) => {
  it("hands out the programme in every format", async () => {
    const xml = await text(world, "/yard/schedule.xml");
    assert.equal(await xpath(xml, "count(/schedule/day/room/event)"), "14");
    assert.equal(await xpath(xml, "string(//event[title='Night in the yard']/start)"), "23:30");
    assert.equal(await xpath(xml, "count(//event[@guid and @id and date and start and duration and room and slug and title])"), "14");
    const json = JSON.parse(await text(world, "/yard/schedule.json"));
    const events = json.schedule.conference.days.flatMap((day) => Object.values(day.rooms).flat());
    assert.deepEqual(events.map((event) => event.title).sort(), programmeTitles());
    assert.equal(json.schedule.conference.time_zone_name, "Asia/Seoul");
    const entries = calendar(await text(world, "/yard/schedule.ics"));
    assert.equal(entries.length, 14);
    assert.ok(entries.every((entry) => (entry.SEQUENCE ?? "0") === "0"));
    const rows = table(await text(world, "/yard/schedule.csv"));
    assert.equal(rows.length, 15);
    assert.ok(rows.every((row) => row.length === rows[0].length), "every row has every column");
    assert.equal(table(await text(world, "/yard/speakers.csv")).length, 6);
    const workbook = await get(world, "/yard/schedule.xlsx");
    assert.equal(workbook.bytes.subarray(0, 2).toString(), "PK");
    await xpath(await text(world, "/yard/releases.atom"), "/*");
    for (const path of ["/yard/schedule.xml", "/yard/schedule.json", "/yard/schedule.ics", "/yard/timetable?view=list", "/yard/theme.css"]) {
      const first = await fetch(world.site.url + path);
      const tag = first.headers.get("etag");
      assert.ok(tag, `${path} has an ETag`);
      const again = await fetch(first.url, { headers: { "if-none-match": tag } });
      assert.equal(again.status, 304, path);
    }
  });

  it("hands out one session as a calendar entry and as data", async () => {
    const guest = await visitor(world.browser, world.site);
    await guest.page.goto("/yard/sessions/NIGH08");
    const link = await guest.page.locator('a[href$=".ics"]').first().getAttribute("href").catch(() => null);
    if (link) assert.ok(calendar(await text(world, new URL(link, world.site.url).pathname)).length >= 1);
    faultless(guest);
    await guest.close();
  });

  it("that follows appears at once, is told in the change log and the feed, and moves calendars", async () => {
    const guest = await visitor(world.browser, world.site);
    await guest.page.goto("/yard/timetable");
    const before = calendar(await text(world, "/yard/schedule.ics"));
    await world.site.run("import", await world.site.file("second.json", programme({ firstDay: soon(), edition: 2 })), "--conference", "yard");
    // Imported is not released.
    assert.equal((await get(world, "/yard/sessions/NEWS13")).status, 404);
    await world.site.run("release", "yard", "--note", "One more, one less");
    const released = Date.now();
    await until("the new session", async () => (await get(world, "/yard/sessions/NEWS13")).status === 200, 3_000);
    console.log(`    the release was seen ${Date.now() - released} ms after the command had ended, on ${world.store}`);

    await guest.page.goto("/yard/releases");
    const log = await guest.page.locator("article.release").first().innerText();
    for (const code of ["CHIN06", "NEXT09", "PANE11", "NEWS13"]) assert.ok(log.includes(titleOf(code)), `${code} in: ${log}`);
    assert.ok(log.includes("One more, one less"));
    assert.equal(await guest.page.locator("article.release").count(), 2);

    const feed = await text(world, "/yard/releases.atom");
    assert.ok(Number(await xpath(feed, "count(//*[local-name()='entry'])")) >= 1);
    assert.ok(feed.includes(titleOf("NEWS13")));

    const after = calendar(await text(world, "/yard/schedule.ics"));
    const find = (entries, code) => entries.find((entry) => entry.SUMMARY.replace(/\\(.)/g, "$1").includes(titleOf(code)));
    assert.equal(find(after, "NEXT09").UID, find(before, "NEXT09").UID);
    assert.equal(find(after, "NEXT09").SEQUENCE, "1");
    assert.equal(find(after, "CHIN06").STATUS, "CANCELLED");
    assert.equal(find(after, "OPEN01").SEQUENCE ?? "0", "0");

    const cancelled = await guest.page.goto("/yard/sessions/CHIN06");
    assert.equal(cancelled.status(), 200, "a cancelled session keeps its page");
    assert.ok(await guest.page.locator(".mark-cancelled, .is-cancelled, .notice.bad").count() > 0);
    faultless(guest);
    await guest.close();
  });
});

function programmeTitles() {
  const { conference } = programme({ firstDay: soon() }).schedule;
  return conference.days.flatMap((day) => Object.values(day.rooms).flat()).map((event) => event.title).sort();
}
