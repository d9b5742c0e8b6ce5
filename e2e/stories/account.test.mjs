// A person makes an account, keeps it safe, and comes back.
import { it } from "node:test";
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { onBothStores } from "../harness/story.mjs";
import { faultless, findings, fits, laptop, phone, visitor } from "../harness/browser.mjs";
import { until } from "../harness/madang.mjs";

const password = "correct horse battery";

/** Path of the link in the newest letter to an address, as it lies in the folder for mail. */
async function linkTo(site, address) {
  return until(`a letter to ${address}`, async () => {
    const folder = path.join(site.data, "mail");
    const letters = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort().reverse();
    for (const name of letters) {
      const raw = await readFile(path.join(folder, name), "utf8");
      if (!raw.includes(`To: ${address}`)) continue;
      const [, head, body] = raw.match(/^([^]*?)\r?\n\r?\n([^]*)$/);
      const text = /base64/i.test(head) ? Buffer.from(body, "base64").toString() : body.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
      const link = text.match(/https?:\/\/\S+(\/account\/link\/[a-z0-9]+)/);
      if (link) return link[1];
    }
    return null;
  });
}

/** Asks for a link and opens it. */
async function follow(guest, site, address) {
  await guest.page.goto("/account/sign-in");
  await guest.page.locator("#email").fill(address);
  await guest.page.locator('button[value="link"]').click();
  await guest.page.locator("h1", { hasText: "Look into your mail" }).waitFor();
  const link = await linkTo(site, address);
  await guest.page.goto(link);
  return link;
}

onBothStores("A person", (world) => {
  it("signs up by mail, sets a password, signs out, and signs in again", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto("/yard");
    await page.locator(".foot-end a").click();
    await page.locator("#email").fill("ada@example.org");
    await page.locator('button[value="link"]').click();
    await page.getByText("We have written to ada@example.org").waitFor();
    const link = await linkTo(world.site, "ada@example.org");
    await page.goto(link);
    await page.locator("#name").fill("아다 Lovelace");
    await page.locator("main form button").click();
    await page.waitForURL(/\/account$/);
    assert.equal(await page.locator("#name").inputValue(), "아다 Lovelace");
    await page.locator("#new").fill(password);
    await page.getByRole("button", { name: "Set the password" }).click();
    await page.locator(".notice.good").waitFor();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.goto("/account/sign-in");
    await page.locator("#email").fill("ada@example.org");
    await page.locator("main details summary").click();
    await page.locator("#password").fill("not this one");
    await page.locator('button[value="password"]').click();
    await page.locator("#password-wrong").waitFor();
    await page.locator("#password").fill(password);
    await page.locator('button[value="password"]').click();
    await page.waitForURL(/\/account$/);
    // The link is used up.
    assert.equal((await page.goto(link)).status(), 410);
    await guest.close();
  });

  it("needs nothing but the keyboard, and no script", async () => {
    const guest = await visitor(world.browser, world.site, { javaScriptEnabled: false, locale: "ko-KR" });
    const { page } = guest;
    await page.goto("/account/sign-in");
    assert.match(await page.locator("h1").innerText(), /로그인/);
    await page.locator("#email").focus();
    await page.keyboard.type("keys@example.org");
    await page.keyboard.press("Enter");
    await page.locator("h1", { hasText: "메일을 확인하세요" }).waitFor();
    await page.goto(await linkTo(world.site, "keys@example.org"));
    await page.locator("#name").focus();
    await page.keyboard.type("Tasten");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/account$/);
    assert.match(await page.locator("main").innerText(), /keys@example\.org/);
    faultless(guest);
    await guest.close();
  });

  it("who was made an administrator comes to the desk, others do not", async () => {
    const printed = await world.site.run("admin", "create", "root@example.org", "--name", "Root", "--base-url", world.site.url);
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await page.goto(new URL(printed.match(/https?:\/\/\S+/)[0]).pathname);
    await page.locator("main form button").click();
    await page.waitForURL(/\/desk$/);
    assert.match(await world.site.run("admin", "list"), /root@example\.org +Root/);
    faultless(guest);
    await guest.close();
    const other = await visitor(world.browser, world.site);
    await follow(other, world.site, "other@example.org");
    await other.page.locator("#name").fill("Other");
    await other.page.locator("main form button").click();
    await other.page.waitForURL(/\/account$/);
    assert.equal((await other.page.goto("/desk/jobs")).status(), 403);
    await other.page.goto("/desk");
    await other.page.getByText("You are in no team yet").waitFor();
    await other.close();
  });

  it("finds every page in order", async () => {
    for (const [colorScheme, viewport, locale] of [["light", laptop, "en-GB"], ["dark", phone, "ko-KR"], ["light", phone, "en-GB"]]) {
      const guest = await visitor(world.browser, world.site, { colorScheme, viewport, locale, bypassCSP: true });
      const { page } = guest;
      const wrong = [];
      const look = async (name) => {
        await fits(page);
        for (const found of await findings(page)) wrong.push(`${name}: ${found}`);
      };
      await page.goto("/account/sign-in");
      await page.locator("main details summary").click();
      await look("sign in");
      await page.locator("#email").fill(`${colorScheme}${viewport.width}@example.org`);
      await page.locator('button[value="link"]').click();
      await page.locator("h1", { hasText: /Look into your mail|메일을 확인하세요/ }).waitFor();
      await look("sent");
      await page.goto(await linkTo(world.site, `${colorScheme}${viewport.width}@example.org`));
      await look("link");
      await page.locator("#name").fill("Mina");
      await page.locator("main form button").click();
      await page.waitForURL(/\/account$/);
      await page.locator("main details summary").click();
      await look("account");
      assert.deepEqual(wrong, []);
      faultless(guest);
      await guest.close();
    }
  });
});
