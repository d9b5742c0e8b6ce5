// A newcomer makes a host and a conference out of nothing, invites somebody, and shows it to the world.
import { it } from "node:test";
import assert from "node:assert/strict";
import { onBothStores, soon } from "../harness/story.mjs";
import { faultless, findings, fits, phone, visitor } from "../harness/browser.mjs";
import { letterTo } from "../harness/mail.mjs";

const link = (kind) => new RegExp(`https?://\\S+(${kind}[a-z0-9]+)`);

/** Makes an account by mail and comes back to the page that asked for it. */
async function signUp(page, site, address, name) {
  await page.locator("#email").fill(address);
  await page.locator('button[value="link"]').click();
  await page.waitForLoadState();
  await page.goto(await letterTo(site, address, link("/account/link/")));
  await page.locator("#name").fill(name);
  await page.locator("main form button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/account/link"));
}

const press = (page) => page.locator("main form .button.primary").first().click();

async function prepare(site) {
  await site.file("madang.toml", "open_to_hosts = true\n");
}

onBothStores("A newcomer", (world) => {
  for (const [locale, slug] of [["en-GB", "first-yard"], ["ko-KR", "second-yard"]]) {
    it(`makes a host, a conference, a room and a session, and releases: ${locale}`, async () => {
      const guest = await visitor(world.browser, world.site, { locale });
      const { page } = guest;
      const address = `hana-${slug}@example.org`;
      await page.goto("/account/sign-in?next=/desk");
      await signUp(page, world.site, address, "서하나");
      assert.equal(new URL(page.url()).pathname, "/desk");
      await page.locator(".empty .button").click();
      await page.locator("#name").fill("한빛 Foundation");
      await page.locator("#slug").fill(`host-${slug}`);
      await press(page);
      await page.waitForURL(/done=host-made/);
      await page.locator(".page-head .button.primary").click();
      await page.locator("#name").fill("First Yard <2027>");
      await page.locator("#slug").fill(slug);
      await page.locator("#first_day").fill(soon());
      await page.locator("#zone").fill("Asia/Seoul");
      await press(page);
      await page.waitForURL(/done=conference-made/);
      await page.goto(`/desk/${slug}/settings/rooms/new`);
      await page.locator('[id^="name-"]').first().fill("Great hall");
      await press(page);
      await page.waitForURL(/done=saved/);
      await page.goto(`/desk/${slug}/sessions/new`);
      await page.locator('[id^="title-"]').first().fill("The very first session");
      await page.locator("#state").selectOption("confirmed");
      await page.locator("#place-length").fill("45");
      await press(page);
      await page.waitForURL(/done=made/);
      const code = new URL(page.url()).pathname.split("/").at(-1);
      await page.goto(`/desk/${slug}/timetable`);
      await page.locator(`#s-${code}`).waitFor();
      await page.goto(`/desk/${slug}`);
      await page.locator('input[name="visibility"][value="public"]').check();
      await page.locator('form[action$="/visibility"] button').click();
      await page.waitForURL(/done=visibility/);
      await page.locator('form[action$="/release"] button').click();
      await page.locator('form[action$="/release"] .button.primary').click();
      await page.waitForURL(/done=released/);
      const anybody = await visitor(world.browser, world.site);
      const answer = await anybody.page.goto(`/${slug}`);
      assert.equal(answer.status(), 200);
      assert.ok((await anybody.page.locator("body").innerText()).includes("First Yard <2027>"));
      faultless(anybody);
      await anybody.close();
      faultless(guest);
      await guest.close();
    });
  }

  it("invites somebody, who joins and sees what their role shows, on a phone", async () => {
    const owner = await visitor(world.browser, world.site);
    await owner.page.goto("/account/sign-in?next=/desk");
    await signUp(owner.page, world.site, "owner@example.org", "Olga");
    await owner.page.goto("/desk/hosts/new");
    await owner.page.locator("#name").fill("Inviting Host");
    await press(owner.page);
    await owner.page.waitForURL(/done=host-made/);
    await owner.page.goto("/desk/hosts/inviting-host/team");
    await owner.page.locator("#email").fill("vic@example.org");
    await owner.page.locator("#role").selectOption("viewer");
    await press(owner.page);
    await owner.page.waitForURL(/done=invited/);
    const guest = await visitor(world.browser, world.site, { viewport: phone, bypassCSP: true });
    const { page } = guest;
    const invitation = await letterTo(world.site, "vic@example.org", link("/invitation/"));
    await page.goto(invitation);
    await fits(page);
    assert.deepEqual(await findings(page), []);
    await page.locator("main .button.primary").click();
    await signUp(page, world.site, "vic@example.org", "Vic");
    assert.equal(new URL(page.url()).pathname, invitation);
    await page.locator("main form .button.primary").click();
    await page.waitForURL(/done=joined/);
    assert.ok((await page.locator("main").innerText()).includes("Inviting Host"));
    assert.equal((await page.goto("/desk/hosts/inviting-host/tokens")).status(), 403);
    assert.equal((await page.goto("/desk/hosts/inviting-host/team")).status(), 200);
    await fits(page);
    assert.equal((await page.goto(invitation)).status(), 410);
    faultless(owner);
    await owner.close();
    await guest.close();
  });
}, { prepare });
