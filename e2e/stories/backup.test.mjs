// A backup is one file, taken while the server runs, and can be restored on the other store.
import { after, before, describe, it } from "node:test";
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Madang, stores } from "../harness/madang.mjs";
import { hostYard } from "../harness/story.mjs";

for (const [from, to] of [stores, [...stores].reverse()]) {
  describe(`A backup of ${from}`, () => {
    let old, fresh;
    before(async () => {
      old = await Madang.on(from);
      fresh = await Madang.on(to);
    });
    after(async () => {
      await old?.clean();
      await fresh?.clean();
    });

    it(`is taken while the server runs and restored on ${to}`, async () => {
      await hostYard(old);
      await old.serve();
      const file = path.join(old.folder, "backup");
      await old.run("backup", file);
      assert.ok((await stat(file)).size > 1_000);
      await fresh.run("restore", file);
      await fresh.serve();
      for (const name of ["schedule.xml", "schedule.ics", "schedule.json", "schedule.csv"]) {
        const [one, two] = await Promise.all([old, fresh].map(async (site) => {
          const answer = await fetch(`${site.url}/yard/${name}`);
          assert.equal(answer.status, 200, name);
          return (await answer.text()).replaceAll(site.url, "").replaceAll(`127.0.0.1:${site.port}`, "");
        }));
        assert.equal(two, one, name);
      }
    });

    it("is not put over data that are already there without a word", async () => {
      const file = path.join(old.folder, "backup");
      const refused = await fresh.attempt(["restore", file]);
      assert.notEqual(refused.code, 0);
      assert.match(refused.err, /\S/);
    });
  });
}
