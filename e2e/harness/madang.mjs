// The program under test: the built binary, with data of its own, on either store.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { tmpdir } from "node:os";
import path from "node:path";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const binary = process.env.MADANG_BINARY
  ?? path.join(path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "debug", "madang");

/** The stores that every story is told on. */
export const stores = ["SQLite", "PostgreSQL"];

const START_MS = 60_000;
const STOP_MS = 25_000;
const alive = new Set();
process.on("exit", () => { for (const child of alive) child.kill("SIGKILL"); });

function execute(program, args, options = {}) {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 64 << 20, timeout: 120_000, ...options }, (error, out, err) => {
      resolve({ code: error ? (error.code ?? error.signal ?? "failed") : 0, signal: error?.signal ?? null, out, err });
    });
  });
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function until(what, check, milliseconds = 10_000) {
  const end = Date.now() + milliseconds;
  let last;
  while (Date.now() < end) {
    try {
      const found = await check();
      if (found) return found;
    } catch (error) { last = error; }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what}: not within ${milliseconds} ms${last ? ` (${last.message})` : ""}`);
}

/** One installation: a data folder, a database, and at times a server. */
export class Madang {
  static async on(store) {
    if (!existsSync(binary)) throw new Error(`${binary} is not there: cargo build -p madang, or set MADANG_BINARY`);
    const it = new Madang();
    it.store = store;
    it.folder = await mkdtemp(path.join(tmpdir(), "madang-e2e-"));
    it.data = path.join(it.folder, "data");
    it.where = ["--data", it.data];
    if (store === "PostgreSQL") {
      const server = process.env.MADANG_TEST_POSTGRES;
      if (!server) throw new Error('MADANG_TEST_POSTGRES names no server: run scripts/test e2e, or: eval "$(scripts/postgres)"');
      it.schema = `e2e_${randomBytes(8).toString("hex")}`;
      await it.psql(`CREATE SCHEMA ${it.schema}`);
      const joint = server.includes("?") ? "&" : "?";
      it.where.push("--database", `${server}${joint}options=-csearch_path%3D${it.schema}`);
    }
    it.port = await freePort();
    it.url = `http://127.0.0.1:${it.port}`;
    return it;
  }

  async psql(sql) {
    const done = await execute("psql", [process.env.MADANG_TEST_POSTGRES, "-v", "ON_ERROR_STOP=1", "-qAtc", sql]);
    if (done.code !== 0) throw new Error(`psql: ${done.err}`);
    return done.out.trim();
  }

  /** Runs a command; answers {code, signal, out, err} and never throws. */
  attempt(args, env = {}) {
    return execute(binary, [...args, ...this.where], { env: { ...process.env, ...env }, cwd: this.folder });
  }

  /** Runs a command that must succeed; answers what it printed. */
  async run(...args) {
    const done = await this.attempt(args);
    if (done.code !== 0) throw new Error(`madang ${args.join(" ")}: ${done.code}\n${done.out}${done.err}`);
    return done.out;
  }

  async file(name, content) {
    const place = path.join(this.folder, name);
    await writeFile(place, typeof content === "string" ? content : JSON.stringify(content, null, 1));
    return place;
  }

  /** Imports a programme, applies a sheet and releases. */
  async host(slug, programme, sheet, note = "First") {
    await this.run("import", await this.file(`${slug}.json`, programme), "--conference", slug);
    if (sheet) await this.run("conference", "apply", slug, await this.file(`${slug}.toml`, sheet));
    await this.run("release", slug, "--note", note);
  }

  serve() { return this.start(["serve", "--listen", `127.0.0.1:${this.port}`, "--base-url", this.url, ...this.where]); }

  /** Starts a server and waits until it is ready. */
  async start(args, env = {}) {
    this.log = "";
    const child = spawn(binary, args, { cwd: this.folder, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    alive.add(child);
    const keep = (bytes) => { this.log = (this.log + bytes).slice(-200_000); };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    this.ended = new Promise((resolve) => child.once("exit", (code, signal) => {
      alive.delete(child);
      resolve({ code, signal });
    }));
    await until(`madang ${args[0]} is ready`, async () => {
      if (child.exitCode !== null || child.signalCode) throw new Error("it has ended");
      return (await fetch(`${this.url}/readyz`)).ok;
    }, START_MS).catch((error) => { throw new Error(`${error.message}\n${this.log}`); });
    return this;
  }

  /** Ends the server at once, as the loss of power would. */
  async kill() {
    this.child.kill("SIGKILL");
    return this.ended;
  }

  /** Asks the server to end; answers how it did. */
  async stop() {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode) return null;
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS);
    const ended = await this.ended;
    clearTimeout(late);
    return ended;
  }

  async clean() {
    await this.stop();
    if (this.schema) await this.psql(`DROP SCHEMA ${this.schema} CASCADE`);
    await rm(this.folder, { recursive: true, force: true });
  }
}
