// A person keeps their account safe: a second step, passkeys, another address. On a server with a name, for passkeys need one.
import { it } from "node:test";
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { onBothStores, hostYard } from "../harness/story.mjs";
import { faultless, findings, fits, laptop, phone, visitor } from "../harness/browser.mjs";
import { letterTo } from "../harness/mail.mjs";

/** What an app shows for a secret in base 32, `ahead` steps from now. */
function code(secret, ahead = 0) {
  const bits = [...secret.replaceAll(" ", "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const tag = createHmac("sha1", key).update(counter).digest();
  return String((tag.readUInt32BE(tag[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Signs up by mail. */
async function signUp(guest, site, address, name) {
  const { page } = guest;
  await page.goto("/account/sign-in");
  await page.locator("#email").fill(address);
  await page.locator('button[value="link"]').click();
  await page.locator(".sign-in h1 + p").waitFor();
  await page.goto(await letterTo(site, address, /(\/account\/link\/[a-z0-9]+)/));
  await page.locator("#name").fill(name);
  await page.locator("main form button").click();
  await page.waitForURL(/\/account$/);
}

/** Begins to sign in by a link in a mail. */
async function byLink(guest, site, address) {
  const { page } = guest;
  await page.goto("/account/sign-in");
  await page.locator("#email").fill(address);
  await page.locator('button[value="link"]').click();
  await page.getByText(address).waitFor();
  await page.goto(await letterTo(site, address, /(\/account\/link\/[a-z0-9]+)/));
  await page.locator("main form button").click();
}

/** A device with a finger reader, of Chromium's own making. */
async function authenticator(guest) {
  const session = await guest.context.newCDPSession(guest.page);
  await session.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  return { session, authenticatorId };
}

const prepare = async (site) => {
  site.url = site.url.replace("127.0.0.1", "localhost");
  await site.file("madang.toml", '[[sign_in]]\nname = "uni"\nlabel = "Example University"\nissuer = "https://id.example.edu"\nclient_id = "madang"\n');
  await hostYard(site);
};

onBothStores("A person keeps an account safe and", (world) => {
  it("sets up a second step, without script, and comes back with it and with a recovery code", async () => {
    const guest = await visitor(world.browser, world.site, { javaScriptEnabled: false });
    const { page } = guest;
    await signUp(guest, world.site, "ada@example.org", "Ada");
    await page.locator('form[action="/account/authenticator/begin"] button').click();
    await page.locator("svg.qr path").waitFor();
    await page.locator("main details summary").click();
    const secret = await page.locator("code.secret").innerText();
    await page.locator("#code").fill("000000");
    await page.locator("main form .button.primary").click();
    await page.locator("#code-wrong").waitFor();
    await page.locator("#code").fill(code(secret));
    await page.keyboard.press("Enter");
    await page.locator(".codes li").first().waitFor();
    const codes = await page.locator(".codes li").allInnerTexts();
    assert.equal(codes.length, 10);
    await page.locator("main a.button.primary").click();
    await page.getByText("10 are left").waitFor();

    const other = await visitor(world.browser, world.site, { javaScriptEnabled: false });
    await byLink(other, world.site, "ada@example.org");
    await other.page.waitForURL(/\/account\/second$/);
    // The code of now was used to set it up; phones may be a step ahead.
    await other.page.locator("#code").fill(code(secret, 1));
    await other.page.keyboard.press("Enter");
    await other.page.waitForURL(/\/account$/);
    faultless(other);
    await other.close();

    const lost = await visitor(world.browser, world.site);
    await byLink(lost, world.site, "ada@example.org");
    await lost.page.locator("main form details summary").click();
    await lost.page.locator("#recovery").fill(codes[2].toUpperCase());
    await lost.page.locator("main form .button.primary").click();
    await lost.page.waitForURL(/\/account$/);
    await lost.page.getByText("9 are left").waitFor();
    await lost.page.getByRole("link", { name: "Switch the second step off" }).click();
    await lost.page.locator("main form details summary").click();
    await lost.page.locator("#recovery").fill(codes[3]);
    await lost.page.locator("main form .button.danger").click();
    await lost.page.locator(".notice.good").waitFor();
    faultless(lost);
    await lost.close();
    faultless(guest);
    await guest.close();
  });

  it("signs in with a passkey alone, uses it as the second step, and removes it", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    const { session, authenticatorId } = await authenticator(guest);
    await signUp(guest, world.site, "pass@example.org", "Pass");
    await page.locator("#passkey-name").fill("My laptop");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.locator(".notice.good").waitFor();
    await page.locator(".keys li", { hasText: "My laptop" }).waitFor();
    const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
    assert.deepEqual(credentials.map((kept) => [kept.isResidentCredential, kept.rpId]), [[true, "localhost"]]);
    // Another one on the same device would be the same again: the browser refuses.
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.locator('form[data-passkey="add"] .error:not([hidden])').waitFor();

    const signOut = () => page.locator('form[action="/sign-out"] button').click();
    await signOut();
    await page.goto("/account/sign-in?next=/account%23safety");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL(/\/account/);
    await page.getByText(/Last used/).first().waitFor();

    await page.getByRole("button", { name: "Ask for a passkey after a link" }).click();
    await page.locator(".codes li").first().waitFor();
    await page.goto("/account");
    await signOut();
    await byLink(guest, world.site, "pass@example.org");
    await page.waitForURL(/\/account\/second$/);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL(/\/account$/);

    // Whose finger it is not gets nowhere, and nothing is lost.
    await signOut();
    await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await page.goto("/account/sign-in");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.locator('form[data-passkey="enter"] .error:not([hidden])').waitFor();
    await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL(/\/account$/);

    await page.getByRole("button", { name: "Remove My laptop" }).click();
    await page.locator(".notice.good").waitFor();
    assert.equal(await page.locator(".keys").count(), 0);
    // Nothing was left to show, so nothing is asked for: nobody is shut out.
    assert.equal(await page.getByRole("link", { name: "Switch the second step off" }).count(), 0);
    await signOut();
    await page.goto("/account/sign-in");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.locator(".notice.bad").waitFor();
    faultless(guest);
    await guest.close();
  });

  it("is not let in by an answer that was used, forged or meant for somebody else", async () => {
    const guest = await visitor(world.browser, world.site);
    const { page } = guest;
    await authenticator(guest);
    await signUp(guest, world.site, "hard@example.org", "Hard");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.locator(".keys li").waitFor();
    await page.locator('form[action="/sign-out"] button').click();
    await page.goto("/account/sign-in");
    // Keeps what the browser sends, to send it again.
    let sent;
    await page.route("**/account/passkeys/enter", (route) => { sent = route.request().postData(); return route.continue(); });
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL(/\/account$/);
    await page.unroute("**/account/passkeys/enter");
    await page.locator('form[action="/sign-out"] button').click();
    const again = async (change) => {
      await page.goto("/account/sign-in");
      const csrf = await page.locator('form[data-passkey] [name="csrf"]').getAttribute("value");
      const form = new URLSearchParams(sent);
      form.set("csrf", csrf);
      await change(form, csrf);
      return page.evaluate(async (body) => (await fetch("/account/passkeys/enter", { method: "POST", body: new URLSearchParams(body) })).url, form.toString());
    };
    const challenge = (csrf) => page.evaluate(async (token) => {
      const answer = await fetch("/account/passkeys/challenge", { method: "POST", headers: { "x-csrf-token": token }, body: new URLSearchParams({ purpose: "enter" }) });
      return (await answer.json()).ceremony;
    }, csrf);
    const tries = {
      "used": () => {},
      "for another challenge": async (form, csrf) => form.set("ceremony", await challenge(csrf)),
      "forged": async (form, csrf) => {
        form.set("ceremony", await challenge(csrf));
        const credential = JSON.parse(form.get("credential"));
        credential.response.signature = credential.response.signature.split("").reverse().join("");
        form.set("credential", JSON.stringify(credential));
      },
      "nonsense": async (form, csrf) => { form.set("ceremony", await challenge(csrf)); form.set("credential", "{}"); },
    };
    for (const [what, change] of Object.entries(tries)) assert.match(await again(change), /wrong=passkey/, what);
    assert.equal((await page.goto("/account")).status(), 401);
    await guest.close();
  });

  it("changes the address, which both confirm", async () => {
    const guest = await visitor(world.browser, world.site, { javaScriptEnabled: false });
    const { page } = guest;
    await signUp(guest, world.site, "old@example.org", "Olde");
    await page.getByRole("link", { name: "Change the address" }).click();
    await page.locator("#email").fill("new@example.org");
    await page.keyboard.press("Enter");
    await page.locator(".notice.note", { hasText: "new@example.org is to become your address" }).waitFor();
    const link = /(\/account\/email\/[a-z0-9]+)/;
    await page.goto(await letterTo(world.site, "new@example.org", link));
    assert.equal(await page.locator("main .button.danger").count(), 0, "only the old address stops it");
    await page.locator("main .button.primary").click();
    await page.locator("h1", { hasText: "One address has said yes" }).waitFor();
    const old = await letterTo(world.site, "old@example.org", link);
    await page.goto(old);
    await page.locator("main .button.primary").click();
    await page.locator("h1", { hasText: "The account has its new address" }).waitFor();
    assert.equal((await page.goto(old)).status(), 410);
    await page.goto("/account");
    assert.match(await page.locator(".page-head").innerText(), /new@example\.org/);
    faultless(guest);
    await guest.close();
  });

  it("finds every page of it in order", async () => {
    for (const [colorScheme, viewport, locale] of [["light", laptop, "en-GB"], ["dark", phone, "ko-KR"], ["light", phone, "en-GB"]]) {
      const guest = await visitor(world.browser, world.site, { colorScheme, viewport, locale, bypassCSP: true });
      const { page } = guest;
      await authenticator(guest);
      const wrong = [];
      const look = async (name) => {
        await page.waitForLoadState("networkidle");
        await fits(page);
        for (const found of await findings(page)) wrong.push(`${name}: ${found}`);
        if (process.env.MADANG_PICTURES && world.store === "SQLite") {
          await page.screenshot({ path: `${process.env.MADANG_PICTURES}/${viewport.width}-${colorScheme}-${locale}-${name}.png`, fullPage: true, animations: "disabled" });
        }
      };
      const address = `look${viewport.width}${colorScheme}@example.org`;
      await page.goto("/account/sign-in");
      await look("sign-in");
      await signUp(guest, world.site, address, "Mina 김미나");
      await page.locator('form[data-passkey="add"] button').click();
      await page.locator(".keys li").waitFor();
      await look("account-with-passkey");
      await page.goto("/account/email");
      await look("email");
      await page.locator("#email").fill(`moved${address}`);
      await page.locator("main form .button.primary").click();
      await page.locator(".notice.note").waitFor();
      await page.goto(await letterTo(world.site, address, /(\/account\/email\/[a-z0-9]+)/));
      await look("email-old");
      await page.goto("/account");
      await page.locator('form[action="/account/authenticator/begin"] button').click();
      await page.locator("main details summary").click();
      await look("authenticator");
      await page.locator("#code").fill(code(await page.locator("code.secret").innerText()));
      await page.locator("main form .button.primary").click();
      await page.locator(".codes li").first().waitFor();
      await look("codes");
      await page.goto("/account");
      await look("account");
      await page.goto("/account/second/off");
      await page.locator("main form details summary").click();
      await look("second-off");
      await page.goto("/account");
      await page.locator('form[action="/sign-out"] button').click();
      await byLink(guest, world.site, address);
      await page.waitForURL(/\/account\/second$/);
      await look("second");
      await page.locator("#code").fill("000000");
      await page.locator("main form .button.primary:not([type=button])").click();
      await page.locator("#proof-wrong").waitFor();
      await look("second-wrong");
      assert.deepEqual(wrong, []);
      faultless(guest);
      await guest.close();
    }
  });
}, { prepare });
