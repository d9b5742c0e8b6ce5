// The speakers' own pages: whoever opens the invitation moves in.
import { signIn } from "./story.mjs";
import { visitor } from "./browser.mjs";
import { letterTo } from "./mail.mjs";

const link = (kind) => new RegExp(`https?://\\S+(${kind}[a-z0-9]+)`);

/** A PNG of one colour, 200 pixels a side, in a few bytes. */
export const picture = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAMgAAADICAIAAAAiOjnJAAABd0lEQVR42u3SMQ0AAAzDsCIpfyiDNRI7dlgygiiZFs5FAoyFsTAWGAtjYSwwFsbCWGAsjIWxwFgYC2OBsTAWxgJjYSyMBcbCWBgLjIWxMBYYC2NhLDAWxsJYYCyMhbHAWBgLY4GxMBbGAmNhLIwFxsJYGAuMhbEwFhgLY2EsMBbGwlhgLIyFscBYGAtjgbEwFsYCY2EsjAXGwlgYC4yFsTAWGAtjYSwwFsbCWGAsjIWxwFgYC2NhLBUwFsbCWGAsjIWxwFgYC2OBsTAWxgJjYSyMBcbCWBgLjIWxMBYYC2NhLDAWxsJYYCyMhbHAWBgLY4GxMBbGAmNhLIwFxsJYGAuMhbEwFhgLY2EsMBbGwlhgLIyFscBYGAtjgbEwFsYCY2EsjAXGwlgYC4yFsTAWGAtjYSwwFsbCWGAsjIWxwFgYC2OBsTAWxsJYKmAsjIWxwFgYC2OBsTAWxgJjYSyMBcbCWBgLjIWxMBYYC2NhLDAWxsJYYCy+WY9uukMjYuIJAAAAAElFTkSuQmCC", "base64");
/** The smallest PDF that is one. */
export const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n");

/** Makes an account by mail and comes back to the page that asked for it. */
export async function signUp(page, site, address, name) {
  await page.locator("#email").fill(address);
  await page.locator('button[value="link"]').click();
  await page.waitForLoadState();
  await page.goto(await letterTo(site, address, link("/account/link/")));
  if (await page.locator("#name").count()) await page.locator("#name").fill(name);
  await page.locator("main form button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/account/link"));
}

/** An organiser writes to a speaker; answers the path of the invitation. */
export async function invite(world, conference, code, address) {
  const team = await visitor(world.browser, world.site);
  const { page } = team;
  await signIn(team, world.site);
  await page.goto(`/desk/${conference}/speakers/${code}`);
  if ((await page.locator("#email").inputValue()) !== address) {
    await page.locator("#email").fill(address);
    await page.locator(".form .button.primary").click();
    await page.waitForURL(/done=saved/);
  }
  await page.locator('form[action$="/invite"] button').click();
  await page.waitForURL(/done=speaker-invited/);
  await team.close();
  return letterTo(world.site, address, link("/invitation/"));
}

/** Opens an invitation as somebody new, and is the speaker then. */
export async function moveIn(page, site, invitation, address, name) {
  await page.goto(invitation);
  await page.locator("main .button.primary").click();
  await signUp(page, site, address, name);
  await page.locator("main form .button.primary").click();
  await page.waitForURL(/done=joined/);
}
