// npm test: makes the archive once, runs every file of tests one after another, takes the archive away.
// npm test -- test/tape.test.mjs runs these alone.

import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { make } from "./archive.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2);
const files = readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.mjs")).sort();
const made = make();
let status = 1;
try {
  const call = ["--test", "--test-concurrency=1", ...(named.length > 0 ? named : files.map((name) => join("test", name)))];
  const env = { ...process.env, BUMBA_BROWSER_WORK: made.work };
  status = spawnSync(process.execPath, call, { cwd: here, env, stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(made.work, { recursive: true, force: true });
}
process.exitCode = status;
