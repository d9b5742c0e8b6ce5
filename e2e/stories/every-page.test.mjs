// Every kind of page, in every light, size and language: nothing for axe-core to find, nothing broken.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, signIn, soon } from "../harness/story.mjs";
import { faultless, findings, fits, laptop, phone, visitor } from "../harness/browser.mjs";
import { stores } from "../harness/madang.mjs";
import { invite, moveIn, pdf, picture } from "../harness/speaker.mjs";
import { programme, sheet } from "../fixtures/yard.mjs";

const pages = [
  "/", "/yard", "/yard/pages/getting-there", "/yard/timetable", "/yard/timetable?view=list", `/yard/timetable/${soon(1)}`, "/yard/timetable?q=nothing-like-it",
  "/yard/sessions", "/yard/sessions?q=yard&language=en", "/yard/sessions?q=nothing-like-it", "/yard/sessions/PRIV02",
  "/yard/sessions/CHIN06", "/yard/sessions/ARAB05", "/yard/sessions/WORK10", "/yard/speakers", "/yard/speakers?q=chen", "/yard/rooms",
  "/yard/rooms/garden", "/yard/now", "/yard/zone", "/yard/now?display=wall", "/yard/rooms/garden?display=wall", "/yard/agenda", "/past", "/past/timetable", "/past/now", "/yard/releases",
  "/yard/no-such-page", "/no-such-conference",
];

/** Two editions, so that there is something moved, cancelled and new; and today, so that there is a now. */
async function prepare(site) {
  await site.host("yard", programme({ firstDay: soon(0) }), sheet());
  await site.run("import", await site.file("second.json", programme({ firstDay: soon(0), edition: 2 })), "--conference", "yard");
  await site.run("release", "yard", "--note", "Second, with *changes*");
  // A second conference, so that the start page is a list; it is over and archived.
  await site.host("past", programme({ firstDay: soon(-400), title: "Yard Days of old" }), sheet("archived").replaceAll("Yard Days", "Old Yard Days"));
}

async function fillAgenda(guest) {
  for (const session of ["PRIV02", "GARD03"]) {
    const answer = await guest.context.request.post("/yard/favourites", {
      form: { session, on: "1" }, headers: { "sec-fetch-site": "same-origin", accept: "application/json" },
    });
    assert.ok(answer.ok(), `${answer.status()}`);
  }
}

/** Signs in as a speaker, once for the whole story; answers the cookies and what pages there are. */
async function asSpeaker(world) {
  if (world.speaker) return world.speaker;
  const invitation = await invite(world, "yard", "SPK5", "ama@example.org");
  const guest = await visitor(world.browser, world.site);
  const { page } = guest;
  await moveIn(page, world.site, invitation, "ama@example.org", "Ama");
  const own = "/speaking/yard/SPK5";
  await page.goto(`${own}/sessions/NEXT09`);
  await page.locator("#file").setInputFiles({ name: "A talk on payments, with a name that is long enough for a phone.pdf", mimeType: "application/pdf", buffer: pdf });
  await page.locator(".own-upload .button").click();
  await page.waitForURL(/done=slides/);
  await page.goto(`${own}/profile`);
  await page.locator("#file").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture });
  await page.locator('form[action$="/picture"] .button').click();
  await page.waitForURL(/done=picture/);
  const pages = ["/speaking", own, `${own}/profile`, `${own}/availability`, `${own}/sessions/NEXT09`, `${own}/sessions/OVER07?done=stale`];
  world.speaker = { pages, storageState: await guest.context.storageState() };
  faultless(guest);
  await guest.close();
  return world.speaker;
}

/** Signs in as the administrator, once for the whole story; answers the cookies and what pages there are. */
async function atTheDesk(world) {
  if (world.desk) return world.desk;
  await asSpeaker(world);
  const guest = await visitor(world.browser, world.site);
  const { page } = guest;
  await signIn(guest, world.site);
  const first = async (address, link) => {
    await page.goto(address);
    return page.locator(link).first().getAttribute("href");
  };
  const host = await first("/desk", 'main a[href^="/desk/hosts/"]:not([href$="/new"])');
  await page.goto(`${host}/webhooks`);
  await page.locator('input[name="url"]').fill("https://hooks.example.org/with/a/path/that/is/long/enough/for/a/phone");
  await page.locator("form button.primary").click();
  await page.waitForURL(/done=webhook-made/);
  const webhook = new URL(page.url()).pathname;
  await page.locator('button[value="ping"]').click();
  await page.waitForURL(/done=pinged/);
  await page.goto(`${host}/tokens`);
  await page.locator("#name").fill("Screens in the hall");
  await page.locator("form button.primary").click();
  await page.locator("#secret").waitFor();
  const at = "/desk/yard";
  const pages = [
    "/desk", "/desk/people", "/desk/people?q=nobody", "/desk/jobs", "/desk/jobs?state=failed", "/desk/mail", "/desk/mail?q=nobody", await first("/desk/mail", 'a[href^="/desk/mail/"]'),
    "/desk/audit", "/desk/hosts/new", host, `${host}/conferences/new`, `${host}/team`, `${host}/tokens`, `${host}/webhooks`, webhook,
    at, `${at}/release`, `${at}/import`, `${at}/settings`, `${at}/settings/rooms/garden`, `${at}/settings/tracks/new`, `${at}/settings/pages/getting-there`, `${at}/team`, `${at}/tokens`, `${at}/audit`,
    `${at}/sessions`, `${at}/sessions?q=nothing-like-it`, `${at}/sessions/NEXT09`, `${at}/sessions/new`, `${at}/speakers`, `${at}/speakers/SPK5`, `${at}/speakers/new`, `${at}/timetable/${soon(0)}`, `${at}/history`,
  ];
  world.desk = { pages, storageState: await guest.context.storageState() };
  faultless(guest);
  await guest.close();
  return world.desk;
}

onBothStores("Every page", (world) => {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [laptop, phone]) {
      for (const locale of ["en-GB", "ko-KR"]) {
        // The pages are the same on both stores: the second one is tried in one light, size and language.
        if (world.store !== stores[0] && (colorScheme !== "light" || viewport !== phone || locale !== "ko-KR")) continue;
        it(`is in order: ${colorScheme}, ${viewport.width} px, ${locale}`, async () => {
          const guest = await visitor(world.browser, world.site, { colorScheme, viewport, locale, bypassCSP: true });
          const { page } = guest;
          const wrong = [];
          for (const path of [...pages, "filled agenda"]) {
            if (path === "filled agenda") await fillAgenda(guest);
            await page.goto(path === "filled agenda" ? "/yard/agenda" : path);
            await fits(page);
            for (const found of await findings(page)) wrong.push(`${path}: ${found}`);
          }
          assert.deepEqual(wrong, []);
          faultless(guest);
          await guest.close();
        });

        it(`of the desk is in order: ${colorScheme}, ${viewport.width} px, ${locale}`, async () => {
          const { pages, storageState } = await atTheDesk(world);
          const guest = await visitor(world.browser, world.site, { colorScheme, viewport, locale, bypassCSP: true, storageState });
          const { page } = guest;
          const wrong = [];
          for (const path of pages) {
            assert.equal((await page.goto(path)).status(), 200, path);
            await fits(page);
            for (const found of await findings(page)) wrong.push(`${path}: ${found}`);
            const unsaid = (await page.locator("main").innerText()).match(/\b(desk|settings|form|role|power|event)-[a-z]+-[a-z-]+\b/);
            if (unsaid) wrong.push(`${path}: ${unsaid[0]} has no words`);
          }
          assert.deepEqual(wrong, []);
          faultless(guest);
          await guest.close();
        });

        it(`of a speaker is in order: ${colorScheme}, ${viewport.width} px, ${locale}`, async () => {
          const { pages, storageState } = await asSpeaker(world);
          const guest = await visitor(world.browser, world.site, { colorScheme, viewport, locale, bypassCSP: true, storageState });
          const { page } = guest;
          const wrong = [];
          for (const path of [...pages, "what is wrong with slides"]) {
            if (path === "what is wrong with slides") {
              await page.goto(pages.at(-2));
              await page.locator("#file").setInputFiles({ name: "talk.pdf", mimeType: "application/pdf", buffer: Buffer.from("MZ") });
              await page.locator(".own-upload .button").click();
              await page.locator("#file-error").waitFor();
            } else {
              assert.equal((await page.goto(path)).status(), 200, path);
            }
            await fits(page);
            for (const found of await findings(page)) wrong.push(`${path}: ${found}`);
          }
          assert.deepEqual(wrong, []);
          faultless(guest);
          await guest.close();
        });
      }
    }
  }

  it("stays within its content security policy", async () => {
    const guest = await visitor(world.browser, world.site);
    for (const path of pages) {
      const answer = await guest.page.goto(path);
      const policy = answer.headers()["content-security-policy"] ?? "";
      assert.match(policy, /default-src 'none'/, path);
      assert.doesNotMatch(policy, /unsafe/, path);
      const inline = guest.page.locator("[style], script:not([src]):not([type='application/ld+json']), style, [onclick], [onload]");
      assert.equal(await inline.count(), 0, `${path}: no inline style or script`);
      await guest.page.waitForLoadState("networkidle");
    }
    faultless(guest);
    await guest.close();
  });

  it("has one heading, a title, a description of its language, and says what it is to those who link to it", async () => {
    const guest = await visitor(world.browser, world.site);
    const titles = new Map();
    for (const path of pages.filter((path) => !path.includes("no-such") && !path.includes("?"))) {
      await guest.page.goto(path);
      assert.equal(await guest.page.locator("h1").count(), 1, path);
      assert.equal(await guest.page.locator("html").getAttribute("lang"), "en", path);
      const title = await guest.page.title();
      assert.ok(title.length > 3 && !titles.has(title), `${path} is called ${title}, as is ${titles.get(title)}`);
      titles.set(title, path);
      assert.equal(await guest.page.locator('meta[property="og:title"]').count(), 1, path);
    }
    for (const path of ["/yard", "/yard/sessions/PRIV02"]) {
      await guest.page.goto(path);
      const data = JSON.parse(await guest.page.locator('script[type="application/ld+json"]').first().textContent());
      assert.match(JSON.stringify(data), /schema\.org/, path);
    }
    faultless(guest);
    await guest.close();
  });

  it("that is not there says so and leads on", async () => {
    const guest = await visitor(world.browser, world.site);
    for (const path of ["/yard/sessions/NOBODY", "/yard/speakers/nobody", "/yard/rooms/attic", "/yard/timetable/1999-01-01", "/yard/timetable/tomorrow", "/yard/pages/none", "/nowhere", "/nowhere/timetable", "/yard/agenda/guessed"]) {
      const answer = await guest.page.goto(path);
      assert.equal(answer.status(), 404, path);
      assert.ok(await guest.page.locator("main h1").isVisible(), path);
      assert.ok(await guest.page.locator("main a[href]").count() > 0, `${path} leads on`);
    }
    const json = await fetch(`${world.site.url}/yard/sessions/NOBODY`, { headers: { accept: "application/json" } });
    assert.equal(json.status, 404);
    assert.match(json.headers.get("content-type"), /application\/problem\+json/);
    faultless(guest);
    await guest.close();
  });
}, { prepare });
