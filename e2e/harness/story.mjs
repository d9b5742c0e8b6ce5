// Tells the same story on both stores, each with a server and a browser of its own.
import { after, before, describe } from "node:test";
import { Madang, stores } from "./madang.mjs";
import { open } from "./browser.mjs";
import { programme, sheet } from "../fixtures/yard.mjs";

// The same moment for a whole run: midnight may pass while it goes on.
const started = Date.now();

/** The day after tomorrow in Seoul: a conference that is still to come. */
export function soon(days = 2) {
  return new Date(started + (9 + 24 * days) * 3_600_000).toISOString().slice(0, 10);
}

/**
 * `tell(world)` declares tests; `world.site` is the running server and `world.browser` the browser, both there once the
 * tests run. `prepare(site)` fills the data before the server starts; it defaults to hosting the yard conference.
 */
export function onBothStores(title, tell, { prepare = hostYard, serve = true, browser = true } = {}) {
  for (const store of stores) {
    describe(`${title} on ${store}`, () => {
      const world = { store };
      before(async () => {
        world.site = await Madang.on(store);
        await prepare(world.site, world);
        if (serve) await world.site.serve();
        if (browser) world.browser = await open();
      });
      after(async () => {
        await world.browser?.close();
        await world.site?.clean();
      });
      tell(world);
    });
  }
}

/** Signs a visitor in as the administrator, by a fresh link; answers the link's path, which is used up then. */
export async function signIn(guest, site) {
  const printed = await site.run("admin", "sign-in", "--base-url", site.url);
  const link = printed.match(/https?:\/\/\S+\/sign-in\/\S+/)?.[0];
  if (!link) throw new Error(`no link: ${printed}`);
  const path = new URL(link).pathname;
  await guest.page.goto(path);
  await guest.page.locator("main form button").click();
  await guest.page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return path;
}

/** Hosts the yard conference in its first edition. */
export function hostYard(site) {
  return site.host("yard", programme({ firstDay: soon() }), sheet());
}
