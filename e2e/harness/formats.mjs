// Small readers of what the site hands out; they refuse what a strict program would refuse.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";

/** The events of an iCalendar text, each a map from property to value; checks its form on the way. */
export function calendar(text) {
  assert.ok(text.startsWith("BEGIN:VCALENDAR\r\n") && text.endsWith("END:VCALENDAR\r\n"), "a calendar with CRLF line ends");
  for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, `folded at 75 octets: ${line}`);
  const open = [];
  const events = [];
  const zones = new Set();
  const used = new Set();
  for (const line of text.replaceAll("\r\n ", "").split("\r\n").filter(Boolean)) {
    const [, name, parameters, value] = line.match(/^([A-Z-]+)((?:;[^:;]+=(?:"[^"]*"|[^:;"]*))*):(.*)$/su) ?? assert.fail(`no property: ${line}`);
    if (name === "BEGIN") {
      open.push(value);
      if (value === "VEVENT") events.push({});
    } else if (name === "END") {
      assert.equal(open.pop(), value);
    } else if (open.at(-1) === "VEVENT") {
      events.at(-1)[name] = value;
      const zone = parameters.match(/;TZID=([^;]+)/)?.[1];
      if (zone) used.add(zone);
    } else if (open.at(-1) === "VTIMEZONE" && name === "TZID") {
      zones.add(value);
    }
  }
  assert.deepEqual(open, []);
  for (const zone of used) assert.ok(zones.has(zone), `${zone} has a VTIMEZONE`);
  for (const event of events) for (const name of ["UID", "DTSTAMP", "DTSTART", "SUMMARY"]) assert.ok(event[name], name);
  assert.equal(new Set(events.map((event) => event.UID)).size, events.length, "UIDs are unique");
  return events;
}

/** Runs xmllint on a text: fails when it is not well formed, answers what an XPath expression gives. */
export function xpath(text, expression) {
  return new Promise((resolve, reject) => {
    const child = spawn("xmllint", ["--nonet", "--xpath", expression, "-"], { stdio: ["pipe", "pipe", "pipe"] });
    let out = "", err = "";
    child.stdout.on("data", (bytes) => { out += bytes; });
    child.stderr.on("data", (bytes) => { err += bytes; });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve(out.trim()) : reject(new Error(`xmllint: ${code} ${err}`))));
    child.stdin.end(text);
  });
}

/** The rows of a CSV text. */
export function table(text) {
  const rows = [[""]];
  let quoted = false;
  const letters = text.replace(/^\u{feff}/u, "");
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at];
    const row = rows.at(-1);
    if (quoted && letter === '"' && letters[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === ",") row.push("");
    else if (!quoted && letter === "\n") rows.push([""]);
    else if (quoted || letter !== "\r") row[row.length - 1] += letter;
  }
  assert.ok(!quoted, "every quote is closed");
  return rows.filter((row) => row.length > 1 || row[0] !== "");
}
