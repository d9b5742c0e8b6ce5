// The team's desk: from an uploaded file to a release, with and without script, and every page of it in order.
import { it } from "node:test";
import assert from "node:assert/strict";
import { hostYard, onBothStores, signIn, soon } from "../harness/story.mjs";
import { faultless, findings, fits, laptop, phone, visitor } from "../harness/browser.mjs";
import { stores } from "../harness/madang.mjs";
import { programme, titleOf } from "../fixtures/yard.mjs";

/** The yard, and a small conference whose speakers have addresses, so that there is mail. */
async function prepare(site) {
  await hostYard(site);
  const sessions = `id,title,start,end,room,speakers\na,First letter,${soon()} 10:00,${soon()} 10:30,Post office,Ama Owusu\n`;
  const speakers = "id,name,email\n1,Ama Owusu,ama@example.org\n";
  const files = [await site.file("sessions.csv", sessions), await site.file("speakers.csv", speakers)];
  const sheet = `name = "Letters"\nzone = "Asia/Seoul"\nfirst_day = "${soon()}"\nvisibility = "public"\n`;
  await site.run("conference", "apply", "letters", await site.file("letters.toml", sheet));
  await site.run("import", ...files, "--conference", "letters");
  await site.run("release", "letters");
}

const json = (edition) => ({ name: "next.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(programme({ firstDay: soon(), edition }))) });

/** Uploads a file and stands before its preview. */
async function upload(page, file) {
  await page.goto("/desk/yard/import");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.locator("main form[enctype] button.primary").click();
}

async function importAndRelease(world, edition, habits) {
  const admin = await visitor(world.browser, world.site, habits);
  const { page } = admin;
  await signIn(admin, world.site);
  await upload(page, json(edition));
  await page.waitForURL(/\/import\/.+/);
  const preview = await page.locator("main").innerText();
  assert.ok(preview.includes(titleOf("NEWS13")), preview);
  assert.equal((await fetch(`${world.site.url}/yard/sessions/NEWS13`)).status, edition === 2 ? 404 : 200, "nothing is done yet");
  await page.locator("main form[method=post] button.primary").click();
  await page.waitForURL(/done=imported/);
  await page.locator("#note").fill("From the desk");
  await page.locator('form[action$="/release"] button.primary').click();
  await page.waitForURL(/\/release\?/);
  await page.locator('form[method=post][action$="/release"] button.primary').click();
  await page.waitForURL(/done=released/);
  faultless(admin);
  await admin.close();
}

onBothStores("At the desk", (world) => {
  it("nobody gets in without the link", async () => {
    for (const path of ["/desk", "/desk/jobs", "/desk/mail", "/desk/audit", "/desk/yard", "/desk/yard/import", "/desk/yard/release"]) {
      const answer = await fetch(world.site.url + path, { redirect: "manual" });
      assert.ok([401, 403, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  });

  it("a file is uploaded, looked at, applied and released", async () => {
    await importAndRelease(world, 2, {});
    const visible = await fetch(`${world.site.url}/yard/sessions/NEWS13`);
    assert.equal(visible.status, 200, "the public sees it at once");
    const log = await (await fetch(`${world.site.url}/yard/releases`)).text();
    assert.ok(log.includes("From the desk"));
  });

  it("the same works without script", async () => {
    await importAndRelease(world, 1, { javaScriptEnabled: false });
    const page = await (await fetch(`${world.site.url}/yard/sessions/NEWS13`)).text();
    assert.match(page, /cancel/i);
  });

  it("a file that cannot be read is refused with its place", async () => {
    const admin = await visitor(world.browser, world.site);
    await signIn(admin, world.site);
    await upload(admin.page, { name: "cut.json", mimeType: "application/json", buffer: Buffer.from('{"schedule": {"conference": [1,') });
    const words = await admin.page.locator(".notice.bad").innerText();
    assert.match(words, /cut\.json/);
    faultless(admin);
    await admin.close();
  });

  it("a conflict that blocks stands in the way of a release", async () => {
    const admin = await visitor(world.browser, world.site);
    const { page } = admin;
    await signIn(admin, world.site);
    await page.goto("/desk/yard");
    await page.locator("details.choose summary").click();
    await page.locator("#level-room-taken").selectOption("block");
    await page.locator('form[action$="/levels"] button').click();
    await page.waitForURL(/done=levels/);
    await page.goto("/desk/yard/release");
    assert.equal(await page.locator('form[method=post][action$="/release"]').count(), 0);
    assert.ok(await page.locator(".notice.bad").isVisible());
    faultless(admin);
    await admin.close();
  });

  it("the letter to a speaker can be seen, and what became of it", async () => {
    const admin = await visitor(world.browser, world.site);
    const { page } = admin;
    await signIn(admin, world.site);
    await page.goto("/desk/mail");
    await page.locator('main table a[href^="/desk/mail/"]').first().click();
    await page.waitForURL(/\/desk\/mail\/.+/);
    assert.match(await page.locator("main").innerText(), /ama@example\.org/);
    faultless(admin);
    await admin.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [laptop, phone]) {
      for (const locale of ["en-GB", "ko-KR"]) {
        if (world.store !== stores[0] && (colorScheme !== "light" || viewport !== phone || locale !== "ko-KR")) continue;
        it(`every page is in order: ${colorScheme}, ${viewport.width} px, ${locale}`, async () => {
          const admin = await visitor(world.browser, world.site, { colorScheme, viewport, locale, bypassCSP: true });
          const { page } = admin;
          await signIn(admin, world.site);
          const wrong = [];
          const look = async (name) => {
            await fits(page);
            for (const found of await findings(page)) wrong.push(`${name}: ${found}`);
          };
          for (const path of ["/desk", "/desk/jobs", "/desk/mail", "/desk/audit", "/desk/people", "/desk/hosts/new", "/desk/hosts/host", "/desk/hosts/host/team", "/desk/hosts/host/tokens", "/desk/hosts/host/webhooks", "/desk/hosts/host/conferences/new", "/desk/yard/settings", "/desk/yard/settings/rooms/new", "/desk/yard/team", "/desk/yard/tokens", "/desk/yard/audit", "/desk/yard", "/desk/letters", "/desk/yard/import", "/desk/yard/release", "/desk/letters/release", "/desk/nowhere", "/yard~draft", "/yard~draft/timetable"]) {
            await page.goto(path);
            await look(path);
          }
          await page.goto("/desk/mail");
          await page.locator('main table a[href^="/desk/mail/"]').first().click();
          await page.waitForURL(/\/desk\/mail\/.+/);
          await look("a letter");
          await upload(page, json(2));
          await page.waitForURL(/\/import\/.+/);
          await look("the preview of an import");
          assert.deepEqual(wrong, []);
          faultless(admin);
          await admin.close();
        });
      }
    }
  }

  it("signing out everywhere ends every session", async () => {
    const [one, two] = [await visitor(world.browser, world.site), await visitor(world.browser, world.site)];
    await signIn(one, world.site);
    await signIn(two, world.site);
    await one.page.goto("/desk");
    await one.page.locator('form[action="/sign-out/everywhere"] button').click();
    await one.page.waitForLoadState();
    for (const guest of [one, two]) {
      const answer = await guest.page.goto("/desk");
      assert.ok([401, 403].includes(answer.status()), `${answer.status()}`);
      faultless(guest);
      await guest.close();
    }
  });
}, { prepare });
