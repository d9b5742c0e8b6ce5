// A speaker moves in: invited by mail, they confirm, keep their own entry, hand in slides, and are told when a release moves them.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, signIn, soon } from "../harness/story.mjs";
import { faultless, findings, fits, laptop, phone, visitor } from "../harness/browser.mjs";
import { letterTo } from "../harness/mail.mjs";
import { invite, moveIn, pdf, picture, signUp } from "../harness/speaker.mjs";

const people = [["ama", "Ama Owusu", "a"], ["mina", "김민아", "b"], ["zoe", "Zoë Brien", "c"]];

/** A conference with three accepted sessions, which a release has not announced yet, and one that it has. */
async function prepare(site) {
  const row = ([key, name, session], at) => `${session},Talk of ${key},accepted,${soon()} 1${at}:00,${soon()} 1${at}:30,Main Hall,${name}`;
  const sessions = ["id,title,state,start,end,room,speakers", ...people.map(row), `o,Opening,confirmed,${soon()} 09:00,${soon()} 09:30,Main Hall,Host Person`].join("\n");
  const speakers = ["id,name,email", ...people.map(([key, name]) => `${key},${name},${key}@example.org`), "host,Host Person,"].join("\n");
  const sheet = `name.en = "Talks"\nname.ko = "발표"\nlanguages = ["en", "ko"]\nzone = "Asia/Seoul"\nfirst_day = "${soon()}"\nvisibility = "public"\n`;
  await site.run("conference", "apply", "talks", await site.file("talks.toml", sheet));
  await site.run("import", await site.file("sessions.csv", `${sessions}\n`), await site.file("speakers.csv", `${speakers}\n`), "--conference", "talks");
  await site.run("release", "talks");
}

async function organiser(world, tell) {
  const team = await visitor(world.browser, world.site);
  await signIn(team, world.site);
  await tell(team.page);
  faultless(team);
  await team.close();
}

/** Codes of a speaker and of their session, from the desk. */
async function codes(world, name, key) {
  const found = {};
  await organiser(world, async (page) => {
    const code = async (list, words) => {
      await page.goto(`/desk/talks/${list}`);
      const href = await page.locator("tbody th a", { hasText: words }).first().getAttribute("href");
      return href.split("/").at(-1);
    };
    Object.assign(found, { speaker: await code("speakers", name), session: await code("sessions", `Talk of ${key}`) });
  });
  return found;
}

/** Moves a session and releases, telling the speakers. */
async function moveAndRelease(page, session, to) {
  await page.goto(`/desk/talks/sessions/${session}`);
  await page.locator("#place-time").fill(to);
  await page.locator(".form .button.primary").click();
  await page.waitForURL(/done=saved/);
  await page.goto("/desk/talks/release");
  await page.locator('input[name="tell"]').check();
  await page.locator('form[method=post][action$="/release"] .button.primary').click();
  await page.waitForURL(/done=released/);
}

/** Presses Tab until this has the focus. */
async function tabTo(page, locator) {
  for (let stop = 0; stop < 90; stop += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not get to ${locator}`);
}

onBothStores("A speaker", (world) => {
  for (const [locale, [key, name]] of [["en-GB", people[0]], ["ko-KR", people[1]]]) {
    it(`moves in, answers, keeps their entry, hands in slides and is told of a move: ${locale}`, async () => {
      const { speaker, session } = await codes(world, name, key);
      const own = `/speaking/talks/${speaker}`;
      const address = `${key}@example.org`;
      const guest = await visitor(world.browser, world.site, { locale });
      const { page } = guest;
      const invitation = await invite(world, "talks", speaker, address);
      await moveIn(page, world.site, invitation, address, name);
      assert.equal(new URL(page.url()).pathname, own);
      const words = await page.locator("main").innerText();
      assert.ok(words.includes(`Talk of ${key}`) && !words.includes("Opening"), words);
      assert.ok(!/1\d:00/.test(words), `what is not released is not told: ${words}`);
      await page.locator('button[name="says"][value="yes"]').click();
      await page.waitForURL(/done=yes/);
      await page.goto(`${own}/profile`);
      await page.locator("#name_latin").fill("Somebody Known");
      await page.locator('[name="biography-en"]').fill("Builds **yards** <script>.");
      await page.locator(".form .button.primary").click();
      await page.waitForURL(/done=saved/);
      await page.locator("#file").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture });
      await page.locator('form[action$="/picture"] .button').click();
      await page.waitForURL(/done=picture/);
      assert.equal(await page.locator("img.face").first().evaluate((face) => face.naturalWidth), 200);
      await page.goto(`${own}/availability`);
      await page.locator("#absence-0-day").selectOption({ index: 1 });
      await page.locator("#absence-0-from").fill("20:00");
      await page.locator(".form .button.primary").click();
      await page.waitForURL(/done=saved/);
      assert.equal(await page.locator("#absence-0-from").inputValue(), "20:00");
      await page.goto(`${own}/sessions/${session}`);
      await page.locator("#file").setInputFiles({ name: "talk.pdf", mimeType: "application/pdf", buffer: Buffer.from("MZ") });
      await page.locator(".own-upload .button").click();
      assert.ok(await page.locator("#file-error").isVisible(), "what is no PDF is refused");
      await page.locator("#file").setInputFiles({ name: "talk.pdf", mimeType: "application/pdf", buffer: pdf });
      await page.locator(".own-upload .button").click();
      await page.waitForURL(/done=slides/);
      await page.locator('button[value="show"]').click();
      await page.waitForURL(/done=shown/);
      await organiser(world, async (desk) => {
        await desk.goto(`/desk/talks/speakers/${speaker}`);
        assert.match(await desk.locator("main").innerText(), /Signs in/);
        await moveAndRelease(desk, session, "13:45");
        await moveAndRelease(desk, session, "14:45");
      });
      const told = await letterTo(world.site, address, /(13:45[^\n]*→[^\n]*14:45)/);
      assert.ok(told, "old and new time");
      const entries = await letterTo(world.site, address, /(BEGIN:VEVENT[^]*?SEQUENCE:1)/);
      assert.ok(entries.includes(`Talk of ${key}`) || entries.includes("UID:"), entries);
      await page.goto(own);
      assert.match(await page.locator("main").innerText(), /14:45/);
      const anybody = await visitor(world.browser, world.site, { locale });
      await anybody.page.goto(`/talks/sessions/${session}`);
      const [download] = await Promise.all([anybody.page.waitForEvent("download"), anybody.page.locator(".resources a").first().click()]);
      assert.equal(download.suggestedFilename(), "talk.pdf");
      await anybody.page.goto(`/talks/speakers/${speaker}`);
      assert.ok(await anybody.page.locator("main img.face").first().evaluate((face) => face.naturalWidth > 0));
      assert.ok((await anybody.page.locator("main").innerText()).includes("Builds yards"));
      for (const path of ["", "/profile", "/availability", `/sessions/${session}`]) {
        assert.equal((await anybody.page.goto(own + path)).status(), 401, path);
      }
      faultless(guest);
      await guest.close();
      await anybody.close();
    });
  }

  it("does all of it with the keyboard alone", async () => {
    const [key, name] = people[2];
    const { speaker, session } = await codes(world, name, key);
    const own = `/speaking/talks/${speaker}`;
    const address = `${key}@example.org`;
    const invitation = await invite(world, "talks", speaker, address);
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    const press = async (locator, word) => {
      await tabTo(page, locator);
      await page.keyboard.press("Enter");
      await page.waitForURL(word);
    };
    await page.goto(invitation);
    await press(page.locator("main .button.primary"), /sign-in/);
    await signUp(page, world.site, address, name);
    await press(page.locator("main form .button.primary"), /done=joined/);
    await press(page.locator("main .own-list .button:not(.primary)"), /sessions\/.+#answer/);
    const summary = page.locator("details > summary.button");
    await tabTo(page, summary);
    await page.keyboard.press("Enter");
    await tabTo(page, page.locator("#reason"));
    await page.keyboard.type("On the road");
    await press(page.locator('button[value="no"]'), /done=no/);
    await organiser(world, async (desk) => {
      await desk.goto("/desk/talks/sessions?answer=no");
      await desk.locator("tbody th a", { hasText: `Talk of ${key}` }).click();
      assert.match(await desk.locator("main").innerText(), /On the road/);
    });
    await press(page.locator('button[value="yes"]'), /done=yes/);
    await tabTo(page, page.locator("#file"));
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
    await chooser.setFiles({ name: "talk.pdf", mimeType: "application/pdf", buffer: pdf });
    await press(page.locator(".own-upload .button"), /done=slides/);
    await press(page.locator('button[value="show"]'), /done=shown/);
    await press(page.locator('.desk-nav a[href$="/profile"]'), /profile/);
    await tabTo(page, page.locator("#affiliation"));
    await page.keyboard.type("Yard Foundation");
    await press(page.locator(".form .button.primary"), /done=saved/);
    await press(page.locator('.desk-nav a[href$="/availability"]'), /availability/);
    await tabTo(page, page.locator("#absence-0-day"));
    await page.keyboard.press("ArrowDown");
    await press(page.locator(".form .button.primary"), /done=saved/);
    assert.notEqual(await page.locator("#absence-0-day").inputValue(), "");
    assert.equal((await page.goto(`${own}/sessions/${session}`)).status(), 200);
    faultless(guest);
    await guest.close();
  });

  it("may be several, and without script it is the same, on a phone", async () => {
    const { speaker } = await codes(world, "Host Person", "ama");
    const invitation = await invite(world, "talks", speaker, "ama@example.org");
    const guest = await visitor(world.browser, world.site, { viewport: phone, javaScriptEnabled: false });
    const { page } = guest;
    await page.goto(invitation);
    await page.locator("main .button.primary").click();
    await signUp(page, world.site, "ama@example.org", "");
    await page.locator("main form .button.primary").click();
    await page.waitForURL(/done=joined/);
    await page.goto("/speaking");
    assert.equal(await page.locator(".own-list > li").count(), 2);
    assert.equal((await page.goto(invitation)).status(), 410, "once");
    faultless(guest);
    await guest.close();
  });

  it("finds every page in order, empty ones too", async () => {
    const { speaker, session } = await codes(world, "Ama Owusu", "ama");
    for (const [colorScheme, viewport, locale] of [["light", laptop, "en-GB"], ["dark", phone, "ko-KR"]]) {
      const guest = await visitor(world.browser, world.site, { colorScheme, viewport, locale, bypassCSP: true });
      const { page } = guest;
      await page.goto("/account/sign-in?next=/speaking");
      await signUp(page, world.site, `nobody-${locale.slice(0, 2)}@example.org`, "Nobody");
      await fits(page);
      assert.deepEqual(await findings(page), [], "no talks");
      assert.equal((await page.goto(`/speaking/talks/${speaker}`)).status(), 404);
      assert.equal((await page.goto(`/speaking/talks/${speaker}/sessions/${session}`)).status(), 404);
      faultless(guest);
      await guest.close();
    }
  });
}, { prepare });
