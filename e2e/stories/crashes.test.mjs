// The worst moments: the program dies, and nothing is half.
import { it } from "node:test";
import assert from "node:assert/strict";
import { hostYard, onBothStores, soon } from "../harness/story.mjs";
import { calendar } from "../harness/formats.mjs";
import { until } from "../harness/madang.mjs";
import { programme } from "../fixtures/yard.mjs";

onBothStores("After a crash", (world) => {
  it("an import that died half way has left no trace", async () => {
    const { site } = world;
    await hostYard(site);
    const second = await site.file("second.json", programme({ firstDay: soon(), edition: 2 }));
    const look = () => site.run("import", second, "--conference", "yard", "--dry-run", "--json");
    const before = await look();
    const died = await site.attempt(["import", second, "--conference", "yard"], { MADANG_FAULT: "import/half:abort" });
    assert.notEqual(died.code, 0, "the fault was met");
    assert.equal(died.signal, "SIGABRT", died.err);
    assert.equal(await look(), before);
    await site.run("import", second, "--conference", "yard");
    assert.notEqual(await look(), before);
    const again = JSON.parse(await look());
    const touched = JSON.stringify(again).match(/"action": ?"(new|changed|gone)"/g);
    assert.equal(touched, null, "importing again changes nothing");
  });

  it("two releases asked for at once become one release each, in order", async () => {
    const { site } = world;
    const waiting = { MADANG_FAULT: "release/numbered:wait" };
    const both = await Promise.all(["one", "two"].map((note) => site.attempt(["release", "yard", "--note", note], waiting)));
    assert.deepEqual(both.map((done) => done.code), [0, 0], both.map((done) => done.err).join());
    await site.serve();
    const feed = await (await fetch(`${site.url}/yard/releases`)).text();
    assert.equal(feed.match(/class="release/g)?.length, 3);
  });

  it("the server comes back with everything that it had said it kept", async () => {
    const { site } = world;
    const form = (session) => fetch(`${site.url}/yard/favourites`, {
      method: "POST", redirect: "manual", body: new URLSearchParams({ session, on: "1" }),
      headers: { "sec-fetch-site": "same-origin", accept: "application/json", ...(world.cookie ? { cookie: world.cookie } : {}) },
    });
    const first = await form("OPEN01");
    assert.ok(first.status < 400, `${first.status}`);
    world.cookie = first.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
    assert.ok((await form("NIGH08")).status < 400);
    await site.kill();
    await site.serve();
    const page = await (await fetch(`${site.url}/yard/agenda`, { headers: { cookie: world.cookie } })).text();
    const feed = page.match(/value="(http[^"]*\/agenda\/[^"]+)"/)?.[1];
    assert.ok(feed, "the agenda is still there");
    assert.equal(calendar(await (await fetch(feed)).text()).length, 2);
  });

  it("a server that is asked to stop finishes what is under way", async () => {
    const { site } = world;
    const slow = fetch(`${site.url}/yard/schedule.xlsx`).then((answer) => answer.arrayBuffer());
    await until("an answer", async () => (await fetch(`${site.url}/healthz`)).ok);
    assert.ok((await slow).byteLength > 0);
    assert.deepEqual(await site.stop(), { code: 0, signal: null });
    assert.ok(!site.log.includes("panicked"), site.log);
  });
}, { prepare: async () => {}, serve: false, browser: false });
