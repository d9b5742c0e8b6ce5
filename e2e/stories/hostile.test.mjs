// Bad input is refused with words that help, at the command line and at the door.
import { it } from "node:test";
import assert from "node:assert/strict";
import { hostYard, onBothStores } from "../harness/story.mjs";

onBothStores("Bad input", (world) => {
  it("in a file is told with its place, and nothing is kept", async () => {
    const { site } = world;
    const bad = {
      "bomb.xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><schedule>&b;</schedule>',
      "external.xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><schedule>&a;</schedule>',
      "cut.json": '{"schedule": {"conference": {"title": "x", "days": [',
      "deep.json": "[".repeat(100_000),
      "empty.json": "",
      "bytes.json": Buffer.from([0xff, 0xfe, 0x00, 0x7b]).toString("latin1"),
    };
    for (const [name, content] of Object.entries(bad)) {
      const done = await site.attempt(["import", await site.file(name, content), "--conference", "bad"]);
      assert.notEqual(done.code, 0, name);
      assert.equal(done.signal, null, `${name}: ${done.err}`);
      assert.ok(done.err.includes(name), `${name} is named: ${done.err}`);
      assert.doesNotMatch(done.err, /panicked|RUST_BACKTRACE/);
    }
    assert.doesNotMatch(await site.run("conference", "list"), /bad/);
  });

  it("in the configuration is told with its key", async () => {
    const file = await world.site.file("wrong.toml", 'lisen = "127.0.0.1:1"\n');
    const done = await world.site.attempt(["config", "check", "--config", file]);
    assert.notEqual(done.code, 0);
    assert.match(done.err, /lisen/);
  });

  it("in a sheet is told all at once", async () => {
    const sheet = await world.site.file("bad.toml", 'zone = "Asia/Soul"\nfirst_day = "tomorrow"\n');
    const done = await world.site.attempt(["conference", "apply", "yard", sheet]);
    assert.notEqual(done.code, 0);
    assert.match(done.err, /zone/);
    assert.match(done.err, /first_day/);
  });

  it("from another site, or in odd addresses and forms, is refused politely", async () => {
    const { url } = world.site;
    const post = (headers, body) => fetch(`${url}/yard/favourites`, { method: "POST", headers, body, redirect: "manual" });
    const star = new URLSearchParams({ session: "OPEN01", on: "1" });
    assert.equal((await post({ "sec-fetch-site": "cross-site" }, star)).status, 403);
    assert.equal((await post({ origin: "https://evil.example" }, star)).status, 403);
    assert.equal((await post({}, star)).status, 403);
    const ours = { "sec-fetch-site": "same-origin" };
    assert.ok([400, 404, 422].includes((await post(ours, new URLSearchParams({ session: "NO-SUCH" }))).status));
    assert.equal((await post(ours, "x".repeat(3 << 20))).status, 413);
    assert.equal((await fetch(`${url}/yard/favourites`, { method: "DELETE" })).status, 405);
    for (const path of ["/yard/timetable?track=%00", "/yard/sessions?q=" + "x".repeat(5_000), "/yard/sessions?q=%ff", "/yard/..%2f..%2fetc/passwd", "/static/x/..%2f..%2fCargo.toml", "/yard/sessions?day=never", "/yard/timetable?view=%3Cscript%3E", "/%E0%A4%A"]) {
      const answer = await fetch(url + path);
      assert.ok(answer.status < 500, `${path}: ${answer.status}`);
      assert.doesNotMatch(await answer.text(), /<script>(?!$)|root:x:/, path);
    }
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
  });
}, { prepare: hostYard, browser: false });
