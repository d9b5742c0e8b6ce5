// Schemathesis: tries every operation of the interface with made-up requests and checks the answers against the description.
import { execFile } from "node:child_process";
import { access, mkdir } from "node:fs/promises";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

const run = promisify(execFile);
const version = "4.32.5";
const folder = fileURLToPath(new URL(`../../target/schemathesis-${version}`, import.meta.url));

/** The program; installed into the target folder when it is not there yet. */
async function program() {
  const path = `${folder}/bin/st`;
  try {
    await access(path);
  } catch {
    await mkdir(folder, { recursive: true });
    await run("python3", ["-m", "venv", folder]);
    await run(`${folder}/bin/pip`, ["install", "--quiet", "--disable-pip-version-check", `schemathesis==${version}`], { maxBuffer: 1 << 26 });
  }
  return path;
}

/** Runs all checks but those that the configuration takes out; answers what it has written and whether all was well. */
export async function schemathesis(site, token, config, examples) {
  const args = ["--config-file", config, "run", `${site.url}/api/openapi.json`, "--header", `Authorization: Bearer ${token}`,
    "--mode", "all", "--max-examples", String(examples), "--continue-on-failure", "--no-color", "--workers", "1",
    "--seed", "1", "--request-timeout", "20"];
  try {
    const { stdout } = await run(await program(), args, { maxBuffer: 1 << 28, cwd: site.folder });
    return { well: true, words: stdout };
  } catch (error) {
    return { well: false, words: `${error.stdout ?? ""}${error.stderr ?? ""}${error.message.slice(0, 300)}` };
  }
}
