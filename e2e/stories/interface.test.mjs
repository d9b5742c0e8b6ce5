// Programs: every operation of the interface is tried with made-up requests, right and wrong ones, and its answers are
// held against its description.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, signIn } from "../harness/story.mjs";
import { visitor } from "../harness/browser.mjs";
import { schemathesis } from "../harness/schemathesis.mjs";

/** How many requests to make up for each operation. */
const examples = Number(process.env.MADANG_API_EXAMPLES ?? 5);

/** A token of the conference's team, made at the desk. */
async function makeToken(world) {
  const guest = await visitor(world.browser, world.site);
  await signIn(guest, world.site);
  const { page } = guest;
  await page.goto("/desk/yard/tokens");
  await page.locator("#name").fill("Schemathesis");
  for (const box of await page.locator('main form input[type="checkbox"]').all()) await box.check();
  await page.locator("main form .button.primary").first().click();
  const token = await page.locator('input[value^="madang_"]').first().inputValue();
  await guest.close();
  return token;
}

onBothStores("The interface", (world) => {
  it(`answers ${examples} made-up requests an operation as it says`, { timeout: 3_600_000 }, async () => {
    const token = await makeToken(world);
    const config = await world.site.file("schemathesis.toml", `
[parameters]
conference = "yard"
host = "host"

# Asked again with the same Idempotency-Key, "created" is the first answer repeated: what it speaks of may be gone by now.
[checks]
ensure_resource_availability.enabled = false

# What is gone keeps its history: by it a removal is undone.
[[operations]]
include-path-regex = "/history$"
checks.use_after_free.enabled = false

# Whether a file is a programme is more than a description can say: most made-up files are none (422).
[[operations]]
include-operation-id = "importProgramme"
checks.positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "422"]
`);
    const { well, words } = await schemathesis(world.site, token, config, examples);
    assert.ok(well, words);
    const tested = Number(words.match(/Tested:\s+(\d+)/)?.[1] ?? 0);
    assert.ok(tested > 40, `every operation was tried: ${words}`);
  });
});
