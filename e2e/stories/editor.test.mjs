// The organiser's desk by hand: sessions made, dragged, warned of, mended by keyboard, released; and all of it by forms.
import { it } from "node:test";
import assert from "node:assert/strict";
import { hostYard, onBothStores, signIn, soon } from "../harness/story.mjs";
import { faultless, findings, fits, laptop, phone, visitor } from "../harness/browser.mjs";
import { stores, until } from "../harness/madang.mjs";

const board = `/desk/yard/timetable/${soon()}`;

/** The team in a browser of its own, signed in. */
async function team(world, habits = {}) {
  const guest = await visitor(world.browser, world.site, habits);
  await signIn(guest, world.site);
  return guest;
}

/** Makes a session that waits for a place; answers its code. */
async function makeSession(page, title, speaker) {
  await page.goto("/desk/yard/sessions/new");
  await page.locator("#title-en").fill(title);
  if (speaker) await page.locator("#parts-0-speaker").fill(speaker);
  await page.locator("#state").selectOption("confirmed");
  await page.locator("#place-length").fill("45");
  await page.locator("main form.form .button.primary").click();
  await page.waitForURL(/done=made/);
  return new URL(page.url()).pathname.split("/").at(-1);
}

/** The middle of a room's column at a time of the board. */
async function spot(page, room, clock) {
  return page.evaluate(([room, clock]) => {
    const column = document.querySelector(`.room[data-room="${room}"]`).getBoundingClientRect();
    const hours = [...document.querySelectorAll(".plan-hours .hour")];
    const [hour, minute] = clock.split(":").map(Number);
    const row = hours.find((one) => one.textContent.trim() === `${String(hour).padStart(2, "0")}:00`);
    const box = row.getBoundingClientRect();
    const step = hours[1].getBoundingClientRect().top - hours[0].getBoundingClientRect().top;
    return { x: column.left + column.width / 2, y: box.top + (minute / 60) * step + 2 };
  }, [room, clock]);
}

const slotOf = (page, code) => page.locator(`#s-${code} .card-time`).innerText();

onBothStores("The organiser", (world) => {
  // Each to a time of its own, where nothing is: the same person speaks in both.
  for (const [locale, steps, free] of [["en-GB", 24, "12:00"], ["ko-KR", 33, "12:45"]]) {
    it(`makes a session, drags it into a clash, mends it by keyboard alone and releases: ${locale}`, async () => {
      const guest = await team(world, { locale });
      const { page } = guest;
      const code = await makeSession(page, `Dragged in ${locale}`, "Ama Owusu");
      await page.goto(board);
      const card = page.locator(`#s-${code}`);
      await card.scrollIntoViewIfNeeded();
      // The hall is taken at 10:00 by another session.
      await page.locator(".day-grid").evaluate((pane) => pane.scrollTo(0, 0));
      const from = await card.boundingBox();
      const to = await spot(page, "main-hall", "10:00");
      await page.mouse.move(from.x + 30, from.y + 10);
      await page.mouse.down();
      await page.mouse.move(from.x + 60, from.y + 20, { steps: 4 });
      await page.mouse.move(to.x, to.y, { steps: 8 });
      await page.locator(".ghost.warn .ghost-trouble, .ghost.bad .ghost-trouble").first().waitFor();
      const warning = await page.locator(".ghost").innerText();
      assert.match(warning, /Private by default/, "who is in the way is named while dragging");
      const saved = page.waitForResponse((answer) => answer.request().method() === "POST");
      await page.mouse.up();
      assert.equal((await saved).status(), 200);
      await until("the card says when", async () => (await slotOf(page, code)).startsWith("10:00"));
      await page.locator(`#s-${code} [data-trouble]:visible`).waitFor();
      // By keyboard alone, five minutes a step.
      await page.locator(`#s-${code} [data-grip]`).focus();
      await page.keyboard.press("Enter");
      for (let step = 0; step < steps; step += 1) await page.keyboard.press("ArrowDown");
      await until("the words say that it is free", async () => /No conflict|충돌이 없습니다/.test(await page.locator("[data-board-say]").textContent()));
      await page.keyboard.press("Enter");
      await until("it is there", async () => (await slotOf(page, code)).startsWith(free));
      await until("no trouble is left", async () => !(await page.locator(`#s-${code} [data-trouble]`).isVisible()));
      // Escape leaves it where it is; Delete brings it back to what waits; the last move is undone.
      await page.locator(`#s-${code} [data-grip]`).focus();
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Escape");
      assert.ok((await slotOf(page, code)).startsWith(free));
      await page.keyboard.press("Enter");
      await page.keyboard.press("Delete");
      await page.locator(`[data-tray-cards] #s-${code}`).waitFor();
      await page.locator("[data-board-undo]:enabled").click();
      await page.locator(`[data-plan-cards] #s-${code}`).waitFor();
      await until("it is back there", async () => (await slotOf(page, code)).startsWith(free));
      await page.goto(`/desk/yard/release?note=Edited`);
      await page.locator('form[method=post][action$="/release"] button.primary').click();
      await page.waitForURL(/done=released/);
      const shown = await (await fetch(`${world.site.url}/yard/sessions/${code}`)).text();
      assert.ok(shown.includes(free), "the public sees it where it was put");
      faultless(guest);
      await guest.close();
    });
  }

  it("two who move the same session do not overwrite each other silently", async () => {
    const [one, two] = [await team(world), await team(world)];
    const code = await makeSession(one.page, "Wanted by two");
    for (const guest of [one, two]) await guest.page.goto(board);
    const place = async (page, presses) => {
      await page.locator(`#s-${code} [data-grip]`).focus();
      await page.keyboard.press("Enter");
      for (let step = 0; step < presses; step += 1) await page.keyboard.press("ArrowDown");
      const saved = page.waitForResponse((answer) => answer.request().method() === "POST");
      await page.keyboard.press("Enter");
      return (await saved).status();
    };
    // The second does not poll between: its page is told only by the refusal.
    await two.page.evaluate(() => Object.defineProperty(document, "hidden", { value: true, configurable: true }));
    assert.equal(await place(one.page, 6), 200);
    const first = await slotOf(one.page, code);
    assert.equal(await place(two.page, 12), 409);
    await until("the second is told", async () => (await two.page.locator("[data-board-news]").innerText()).includes("Wanted by two"));
    assert.equal(await slotOf(two.page, code), first, "and sees where it is now");
    // Whoever only looks is told too.
    await two.page.evaluate(() => Object.defineProperty(document, "hidden", { value: false, configurable: true }));
    assert.equal(await place(two.page, 3), 200);
    const second = await slotOf(two.page, code);
    await until("the first sees it by itself", async () => (await slotOf(one.page, code)) === second, 15_000);
    const faults = two.faults.filter((fault) => !fault.startsWith("409 "));
    assert.deepEqual(faults, []);
    faultless(one);
    await one.close();
    await two.close();
  });

  it("two who edit one form merge field by field", async () => {
    const [one, two] = [await team(world), await team(world)];
    const code = await makeSession(one.page, "Written by two");
    const at = `/desk/yard/sessions/${code}`;
    for (const guest of [one, two]) await guest.page.goto(at);
    await one.page.locator("#title-en").fill("Title of the first");
    await one.page.locator("#level").fill("expert");
    await one.page.locator("main form.form .button.primary").click();
    await one.page.waitForURL(/done=saved/);
    await two.page.locator("#title-en").fill("Title of the second");
    await two.page.locator("#tags").fill("both");
    await two.page.locator("main form.form .button.primary").click();
    await two.page.locator(".notice.warn.errors").waitFor();
    assert.equal(await two.page.locator("#title-en").inputValue(), "Title of the second", "what was typed is kept");
    assert.equal(await two.page.locator("#level").inputValue(), "expert", "what only the other has changed is taken");
    assert.match(await two.page.locator(".other").innerText(), /Title of the first/);
    await two.page.locator('[name="theirs-title"]').check();
    await two.page.locator("main form.form .button.primary").click();
    await two.page.waitForURL(/done=saved/);
    assert.equal(await two.page.locator("#title-en").inputValue(), "Title of the first");
    assert.equal(await two.page.locator("#tags").inputValue(), "both");
    // The history has it all, and the last of it is undone.
    assert.ok((await two.page.locator(".history > li").count()) >= 3);
    await two.page.locator("form.undo button").click();
    await two.page.waitForURL(/done=undone/);
    assert.equal(await two.page.locator("#tags").inputValue(), "");
    assert.deepEqual(two.faults, []);
    faultless(one);
    await one.close();
    await two.close();
  });

  it("the same works without script", async () => {
    const guest = await team(world, { javaScriptEnabled: false });
    const { page } = guest;
    await page.goto("/desk/yard/sessions/new");
    await page.locator("main form.form .button.primary").click();
    await page.locator(".errors").waitFor();
    await page.locator(".errors a").first().click();
    await page.locator("#title-en").fill("Without script");
    await page.locator("#parts-0-speaker").fill("Nobody at all");
    await page.locator("main form.form .button.primary").click();
    assert.equal(await page.locator("#title-en").inputValue(), "Without script", "what was typed is kept");
    await page.locator("#parts-0-speaker").fill("");
    await page.locator("main form.form .button.primary").click();
    await page.waitForURL(/done=made/);
    const code = new URL(page.url()).pathname.split("/").at(-1);
    await page.goto(board);
    await page.locator("#session").selectOption({ label: "Without script" });
    await page.locator("#time").fill("13:00");
    await page.locator("#room").selectOption("garden");
    await page.locator('section[aria-labelledby="place"] .button.primary').click();
    await page.waitForURL(/done=placed/);
    assert.match(await slotOf(page, code), /^13:00–13:30/);
    await page.locator("form.undo button").click();
    await page.waitForURL(/done=undone/);
    assert.equal(await page.locator(`[data-plan-cards] #s-${code}`).count(), 0);
    // Many at once, and back.
    await page.goto("/desk/yard/sessions?q=yard&sort=title");
    for (const box of await page.locator('[name="code"]').all()) await box.check();
    await page.locator("#action").selectOption("add-tags");
    await page.locator(".bulk #tags").fill("courtyard");
    await page.locator(".bulk button").click();
    await page.waitForURL(/done=bulk/);
    assert.ok(page.url().includes("q=yard"), "the list is the same as before");
    await page.locator("form.undo button").click();
    await page.waitForURL(/done=undone/);
    await page.goto(`/desk/yard/sessions/${code}`);
    await page.locator('form[action$="/delete"] button').click();
    await page.waitForURL(/done=removed/);
    await page.locator("form.undo button").click();
    await page.waitForURL(/done=undone/);
    assert.equal((await page.goto(`/desk/yard/sessions/${code}`)).status(), 200);
    faultless(guest);
    await guest.close();
  });

  for (const [locale, words] of [
    ["en-GB", { seats: "Seats", korean: "Name (Korean)", refused: "Not undone", stay: "take part in sessions" }],
    ["ko-KR", { seats: "좌석 수", korean: "이름 (한국어)", refused: "되돌리지 않았습니다", stay: "세션에 참여" }],
  ]) {
    it(`settings tell what was done to them, and take it back: ${locale}`, async () => {
      const guest = await team(world, { locale, javaScriptEnabled: locale !== "ko-KR" });
      const { page } = guest;
      const room = "/desk/yard/settings/rooms/garden";
      const save = async (fields) => {
        await page.goto(room);
        for (const [name, value] of Object.entries(fields)) await page.locator(`#${name}`).fill(value);
        await page.locator("main form.form .button.primary").click();
        await page.waitForURL(/done=saved-settings&undo=/);
      };
      const newest = () => page.locator(".history > li").first();
      await page.goto(room);
      const before = await page.locator("#capacity").inputValue();
      await save({ capacity: "111", "name-ko": `마당 ${locale}` });
      await page.goto(room);
      const told = await newest().innerText();
      assert.ok(told.includes(`${words.seats} ${before || "–"} → 111`), told);
      assert.ok(told.includes(words.korean) && told.includes(`→ 마당 ${locale}`), told);
      // Somebody changes the same field again: the earlier change stays, in words.
      await save({ capacity: "112" });
      await page.goto(room);
      await page.locator(".history > li").nth(1).locator("button").click();
      await page.waitForURL(/done=undo-refused/);
      assert.ok((await page.locator("main").innerText()).includes(words.refused));
      // One history for settings and programme; there the newest goes back, and what was below it after it.
      await page.goto("/desk/yard/history");
      await newest().locator("a").click();
      await page.waitForURL(new RegExp(room));
      await newest().locator("button").click();
      await page.waitForURL(/done=undone&count=1&undo=/);
      assert.equal(await page.locator("#capacity").inputValue(), "111");
      await page.locator("form.undo button").click();
      await page.waitForURL(/done=undone/);
      assert.equal(await page.locator("#capacity").inputValue(), "112", "an undo is undone");
      // A room that is removed comes back by the button above the list.
      await page.goto("/desk/yard/settings/rooms/new");
      await page.locator("#name-en").fill(`Attic ${locale}`);
      await page.locator("main form.form .button.primary").click();
      await page.waitForURL(/done=saved-settings/);
      const attic = `/desk/yard/settings/rooms/attic-${locale.toLowerCase()}`;
      await page.goto(attic);
      await page.locator('form[action$="/delete"] button').click();
      await page.waitForURL(/done=removed&undo=/);
      assert.equal((await page.request.get(`${world.site.url}${attic}`)).status(), 404);
      await page.locator("form.undo button").click();
      await page.waitForURL(/done=undone/);
      assert.equal((await page.goto(attic)).status(), 200);
      // Many speakers at once: who is needed stays, and is told of.
      await page.goto("/desk/yard/speakers/new");
      await page.locator("#name").fill(`Extra ${locale}`);
      await page.locator("main form.form .button.primary").click();
      await page.waitForURL(/done=made/);
      await page.goto("/desk/yard/speakers");
      for (const box of await page.locator('[name="code"]').all()) await box.check();
      await page.locator('.bulk [value="remove"]').click();
      await page.waitForURL(/done=speakers-removed-partly/);
      assert.ok((await page.locator("main").innerText()).includes(words.stay));
      assert.equal(await page.getByText(`Extra ${locale}`).count(), 0);
      await page.locator("form.undo button").click();
      await page.waitForURL(/done=undone/);
      assert.equal(await page.getByRole("link", { name: `Extra ${locale}` }).count(), 1);
      faultless(guest);
      await guest.close();
    });
  }

  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [laptop, phone]) {
      for (const locale of ["en-GB", "ko-KR"]) {
        if (world.store !== stores[0] && (colorScheme !== "light" || viewport !== phone || locale !== "ko-KR")) continue;
        it(`every page is in order: ${colorScheme}, ${viewport.width} px, ${locale}`, async () => {
          const guest = await team(world, { colorScheme, viewport, locale, bypassCSP: true });
          const { page } = guest;
          const wrong = [];
          for (const path of ["/desk/yard/sessions", "/desk/yard/sessions?q=nothing-like-it", "/desk/yard/sessions?conflict=1", "/desk/yard/sessions/new", "/desk/yard/sessions/PRIV02", "/desk/yard/sessions/OVER07", "/desk/yard/speakers", "/desk/yard/speakers?part=none", "/desk/yard/speakers/new", "/desk/yard/speakers/SPK1", board, "/desk/yard/history", "/desk/yard/settings", "/desk/yard/settings/rooms/garden"]) {
            await page.goto(path);
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
}, { prepare: hostYard });
