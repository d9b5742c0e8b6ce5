// What the documents show works as it stands there.
import { it } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { hostYard, onBothStores } from "../harness/story.mjs";

const block = async (document) => {
  const text = await readFile(new URL(`../../docs/${document}`, import.meta.url), "utf8");
  return text.match(/```toml\n([^]*?)```/)?.[1] ?? assert.fail(`${document} shows no TOML`);
};

onBothStores("The documents' example", (world) => {
  it("of a sheet is applied, and again", async () => {
    const { site } = world;
    const sheet = await block("host/conference-sheet.md");
    // Sessions and speakers are told by codes of the example's own conference; those of the yard stand in for them.
    const own = sheet.replace(/\[sessions\.\S+\]/, "[sessions.OPEN01]").replace(/\[speakers\.\S+\]/, "[speakers.SPK1]");
    const file = await site.file("sheet.toml", own);
    await site.run("conference", "apply", "yard", file);
    await site.run("conference", "apply", "yard", file);
    assert.match(await site.run("conference", "list"), /Seoul Chain Week/);
  });

  it("of a configuration is right", async () => {
    const { site } = world;
    const example = (await block("operator/configuration.md")).replace(/^data = .*$/m, `data = ${JSON.stringify(site.data)}`);
    const done = await site.attempt(["config", "check", "--config", await site.file("example.toml", example)], { MADANG_MAIL_PASSWORD: "secret" });
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /https:\/\/conference\.example/);
    assert.ok(!done.out.includes("secret"), "no password is shown");
  });
}, { prepare: hostYard, serve: false, browser: false });
