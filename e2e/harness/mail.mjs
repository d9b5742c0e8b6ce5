// Letters as they lie in the folder for mail.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { until } from "./madang.mjs";

const read = new Set();

/** What `pattern` catches in the newest letter to an address in which it is found; nothing is answered twice. */
export async function letterTo(site, address, pattern) {
  return until(`a letter to ${address}`, async () => {
    const folder = path.join(site.data, "mail");
    const letters = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort().reverse();
    for (const name of letters) {
      const raw = await readFile(path.join(folder, name), "utf8");
      if (!raw.includes(`To: ${address}\r\n`) && !raw.includes(`To: <${address}>`) && !raw.includes(`To: ${address}\n`)) continue;
      const [, head, body] = raw.match(/^([^]*?)\r?\n\r?\n([^]*)$/);
      const text = /base64/i.test(head) ? Buffer.from(body, "base64").toString() : body.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
      const found = text.match(pattern);
      if (!found) continue;
      // The newest that has come so far was read already: the one that is meant is still on its way.
      if (read.has(found[1])) return null;
      read.add(found[1]);
      return found[1];
    }
    return null;
  });
}
