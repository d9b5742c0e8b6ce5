// Letters as they lie in the folder for mail.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { until } from "./madang.mjs";

const read = new Set();

/** The text of a letter, with that of its attachments behind it. */
function parts(head, body) {
  const border = head.match(/boundary="([^"]+)"/)?.[1];
  if (!border) return /base64/i.test(head) ? Buffer.from(body, "base64").toString() : bytes(body);
  const inner = body.split(`--${border}`).slice(1, -1).map((part) => part.replace(/^\r?\n/, "").match(/^([^]*?)\r?\n\r?\n([^]*)$/));
  return inner.filter(Boolean).map(([, head, body]) => parts(head, body)).join("\n");
}

/** Quoted-printable as text. */
function bytes(body) {
  const plain = body.replaceAll(/=\r?\n/g, "");
  return Buffer.from(plain.replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))).replaceAll(/[^\x00-\xff]/g, (letter) => Buffer.from(letter).toString("latin1")), "latin1").toString();
}

/** What `pattern` catches in the newest letter to an address in which it is found; nothing is answered twice. */
export async function letterTo(site, address, pattern) {
  return until(`a letter to ${address}`, async () => {
    const folder = path.join(site.data, "mail");
    const letters = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort().reverse();
    for (const name of letters) {
      const raw = await readFile(path.join(folder, name), "utf8");
      const [, head, body] = raw.match(/^([^]*?)\r?\n\r?\n([^]*)$/);
      // With a name before it, the address stands in angle brackets, perhaps on a line of its own.
      if (!head.includes(`To: ${address}\r\n`) && !head.includes(`<${address}>`) && !`${head}\n`.includes(`To: ${address}\n`)) continue;
      const text = parts(head, body);
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
