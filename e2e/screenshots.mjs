// Takes pictures of the main pages from a running server, to be looked at by people.
//   scripts/screenshots FOLDER [ADDRESS]     ADDRESS of a conference; without it a demo is started and ended
//   scripts/screenshots --readme             docs/images/timetable.png
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Madang } from "./harness/madang.mjs";
import { laptop, open, phone, visitor } from "./harness/browser.mjs";
import { signIn } from "./harness/story.mjs";

const README_BYTES_MAX = 300_000;
const [wish, address] = process.argv.slice(2);
if (!wish) {
  console.error("usage: scripts/screenshots FOLDER [ADDRESS] | --readme");
  process.exit(2);
}

async function main() {
  const demo = address ? null : await Madang.on("SQLite");
  const browser = await open();
  try {
    if (demo) await demo.start(["demo", "--listen", `127.0.0.1:${demo.port}`, ...demo.where]);
    const site = { url: address ? new URL(address).origin : demo.url };
    const base = address ? new URL(address).pathname.replace(/\/$/, "") : await onlyConference(browser, site);
    if (wish === "--readme") await readme(browser, site, base);
    else {
      await all(browser, site, base, wish);
      if (demo) await desk(browser, demo, base, wish);
      if (demo) await office(browser, demo, base, wish);
      if (demo) await account(browser, demo, wish);
      if (demo) await speaker(browser, demo, wish);
    }
  } finally {
    await browser.close();
    await demo?.clean();
  }
}

async function onlyConference(browser, site) {
  const guest = await visitor(browser, site);
  await guest.page.goto("/");
  const here = new URL(guest.page.url()).pathname;
  const found = here === "/" ? await guest.page.locator("main h3 a").first().getAttribute("href") : here;
  await guest.close();
  return found;
}

/** The moment at which the pictures are taken: 14:10 on the second day, so that something is on. */
async function settle(guest, site, base) {
  const { schedule } = await (await fetch(`${site.url}${base}/schedule.json`)).json();
  const day = schedule.conference.days[1] ?? schedule.conference.days[0];
  const event = Object.values(day.rooms).flat()[0];
  const offset = event.date.match(/[+-]\d\d:\d\d$|Z$/)[0];
  await guest.page.clock.setFixedTime(new Date(`${day.date}T14:10:00${offset}`));
  return { day: day.date, zone: schedule.conference.time_zone_name, events: Object.values(day.rooms).flat(), conference: schedule.conference };
}

async function shoot(page, file, options = {}) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file, animations: "disabled", ...options });
  console.log(file);
}

async function all(browser, site, base, folder) {
  await mkdir(folder, { recursive: true });
  const looks = {
    laptop: { viewport: laptop }, dark: { viewport: laptop, colorScheme: "dark" }, korean: { viewport: laptop, locale: "ko-KR" },
    phone: { viewport: phone, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    "phone-dark": { viewport: phone, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: "dark" },
  };
  for (const [look, habits] of Object.entries(looks)) {
    const guest = await visitor(browser, site, habits);
    const { day } = await settle(guest, site, base);
    const { page } = guest;
    await page.goto(`${base}/sessions`);
    const session = await page.locator(".card-title a").nth(12).getAttribute("href");
    await page.goto(`${base}/speakers`);
    const speaker = await page.locator('main a[href*="/speakers/"]').nth(5).getAttribute("href");
    const pages = {
      landing: base, timetable: `${base}/timetable/${day}`, list: `${base}/timetable/${day}?view=list`, sessions: `${base}/sessions`, session,
      speakers: `${base}/speakers`, speaker, rooms: `${base}/rooms`, now: `${base}/now`, wall: `${base}/now?display=wall`, changes: `${base}/releases`, missing: `${base}/nowhere`,
    };
    for (const [name, at] of Object.entries(pages)) {
      await page.goto(at);
      await shoot(page, path.join(folder, `${look}-${name}.png`));
    }
    await page.goto(`${base}/timetable/${day}`);
    for (const nth of [3, 4, 9]) await page.locator("form.fav button.star").nth(nth).click();
    await page.waitForLoadState("networkidle");
    await page.goto(`${base}/agenda`);
    await shoot(page, path.join(folder, `${look}-agenda.png`));
    await guest.close();
  }
}

const deskLooks = {
  laptop: { viewport: laptop }, dark: { viewport: laptop, colorScheme: "dark" }, korean: { viewport: laptop, locale: "ko-KR" },
  phone: { viewport: phone, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/** The organiser's pages; on the timetable a session is held over another one. */
async function desk(browser, demo, base, folder) {
  const at = `/desk${base}`;
  for (const [look, habits] of Object.entries(deskLooks)) {
    const guest = await visitor(browser, demo, habits);
    const { page } = guest;
    await signIn(guest, demo);
    const { day } = await settle(guest, demo, base);
    await page.goto(`${at}/sessions?sort=-time`);
    const session = await page.locator("tbody th a").nth(3).getAttribute("href");
    await page.goto(`${at}/speakers`);
    const speaker = await page.locator("tbody th a").nth(3).getAttribute("href");
    const pages = {
      "desk-sessions": `${at}/sessions?day=${day}`, "desk-session": session, "desk-session-new": `${at}/sessions/new`, "desk-nothing": `${at}/sessions?q=zzz`,
      "desk-speakers": `${at}/speakers`, "desk-speaker": speaker, "desk-timetable": `${at}/timetable/${day}`, "desk-history": `${at}/history`,
    };
    for (const [name, address] of Object.entries(pages)) {
      await page.goto(address);
      await shoot(page, path.join(folder, `${look}-${name}.png`), { fullPage: name !== "desk-timetable" && look === "laptop" });
    }
    if (look !== "phone") await hold(page, `${at}/timetable/${day}`, path.join(folder, `${look}-desk-dragging.png`));
    await guest.close();
  }
}

/** The desk's other pages: the server, hosts and teams, settings, releases and imports. */
async function office(browser, demo, base, folder) {
  const at = `/desk${base}`;
  for (const [look, habits] of Object.entries(deskLooks)) {
    const guest = await visitor(browser, demo, habits);
    const { page } = guest;
    await signIn(guest, demo);
    const first = async (address, link) => {
      await page.goto(address);
      return page.locator(link).first().getAttribute("href");
    };
    const host = await first("/desk", 'main a[href^="/desk/hosts/"]:not([href$="/new"])');
    await page.goto(`${host}/webhooks`);
    await page.locator('input[name="url"]').fill("https://hooks.example.org/in");
    await page.locator('form button.primary').click();
    const webhook = new URL(page.url()).pathname;
    const pages = {
      desk: "/desk", conference: at, release: `${at}/release`, import: `${at}/import`, settings: `${at}/settings`,
      room: await first(`${at}/settings`, `a[href^="${at}/settings/rooms/"]:not([href$="/new"])`), "page-new": `${at}/settings/pages/new`,
      team: `${at}/team`, tokens: `${at}/tokens`, "conference-audit": `${at}/audit`, host, "host-new": "/desk/hosts/new", "conference-new": `${host}/conferences/new`,
      webhooks: `${host}/webhooks`, webhook, people: "/desk/people", jobs: "/desk/jobs", mail: "/desk/mail", message: await first("/desk/mail", 'a[href^="/desk/mail/"]'), audit: "/desk/audit",
    };
    for (const [name, address] of Object.entries(pages)) {
      if (!address) continue;
      await page.goto(address);
      await shoot(page, path.join(folder, `${look}-desk-${name}.png`), { fullPage: true });
    }
    await guest.close();
  }
}

/** Somebody's account, and the pages before one has one. */
async function account(browser, demo, folder) {
  const storageState = await enter(browser, demo, "organiser");
  for (const [look, habits] of Object.entries(deskLooks)) {
    const guest = await visitor(browser, demo, habits);
    await guest.page.goto("/account/sign-in");
    await shoot(guest.page, path.join(folder, `${look}-sign-in.png`));
    await guest.page.goto("/invitation/abcdefghijklmnopqrstuvwxyz234567");
    await shoot(guest.page, path.join(folder, `${look}-invitation-dead.png`));
    await guest.close();
    const own = await visitor(browser, demo, { ...habits, storageState });
    const pages = { account: "/account", authenticator: "/account/authenticator", email: "/account/email", "recovery-codes": "/account/recovery-codes", "own-desk": "/desk" };
    for (const [name, address] of Object.entries(pages)) {
      await own.page.goto(address);
      await shoot(own.page, path.join(folder, `${look}-account-${name}.png`), { fullPage: true });
    }
    await own.close();
  }
}

/** The cookies of somebody who came by the demo's one-click link. */
async function enter(browser, demo, who) {
  const link = demo.log.match(new RegExp(`${who}\\s+(http\\S+)`))[1];
  const guest = await visitor(browser, demo);
  await guest.page.goto(link);
  await guest.page.locator("main form button").first().click();
  await guest.page.waitForLoadState("networkidle");
  const storageState = await guest.context.storageState();
  await guest.close();
  return storageState;
}

/** A speaker's own pages. */
async function speaker(browser, demo, folder) {
  const storageState = await enter(browser, demo, "speaker");
  const first = await visitor(browser, demo, { storageState });
  await first.page.goto("/speaking");
  const own = await first.page.locator(".own-list a").first().getAttribute("href");
  await first.page.goto(own);
  const session = await first.page.locator(".own-list h3 a").first().getAttribute("href");
  await first.close();
  for (const [look, habits] of Object.entries(deskLooks)) {
    const guest = await visitor(browser, demo, { ...habits, storageState });
    const pages = { "speaking": "/speaking", "speaking-sessions": own, "speaking-session": session, "speaking-profile": `${own}/profile`, "speaking-availability": `${own}/availability` };
    for (const [name, address] of Object.entries(pages)) {
      await guest.page.goto(address);
      await shoot(guest.page, path.join(folder, `${look}-${name}.png`), { fullPage: true });
    }
    await guest.close();
  }
}

async function hold(page, address, file) {
  await page.goto(address);
  const grip = page.locator("[data-plan-cards] [data-grip]").nth(6);
  await grip.focus();
  await page.keyboard.press("Enter");
  for (const key of ["ArrowRight", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  await page.screenshot({ path: file, animations: "disabled" });
  console.log(file);
}

async function readme(browser, site, base) {
  const file = fileURLToPath(new URL("../docs/images/timetable.png", import.meta.url));
  await mkdir(path.dirname(file), { recursive: true });
  const guest = await visitor(browser, site, { viewport: { width: 1280, height: 720 } });
  const { day } = await settle(guest, site, base);
  await guest.page.goto(`${base}/timetable/${day}`);
  await guest.page.locator("[data-now-link]").click().catch(() => {});
  await shoot(guest.page, file);
  const { size } = await stat(file);
  console.log(`${size} bytes`);
  if (size > README_BYTES_MAX) throw new Error(`the picture is larger than ${README_BYTES_MAX} bytes`);
  await guest.close();
}

await main();
