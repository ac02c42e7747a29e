// The archive that all the tests look at: the demo, a reel of tones that tell the second, an item that was withdrawn,
// and a few of the fixtures where they are. Made once, by the executable alone, in a temporary folder.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SECONDS, transcript, wave } from "./tones.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** The executable under test. */
export const bumba = resolve(process.env.BUMBA_BIN ?? join(here, "../../target/release/bumba"));

/** Runs it to its end; gives what it wrote to stdout. */
export function run(folder, ...call) {
  const done = spawnSync(bumba, ["--archive", folder, ...call], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.error) throw new Error(`${bumba}: ${done.error.message}. BUMBA_BIN says where it is.`);
  if (done.status !== 0) throw new Error(`bumba ${call.join(" ")}: status ${done.status}\n${done.stderr}`);
  return done.stdout;
}

/** What `search` says for programs. */
export function found(folder, query) {
  return JSON.parse(run(folder, "search", query, "--json"));
}

/** Makes it. Gives its folder and the identifiers of what is in it. */
export function make() {
  const work = mkdtempSync(join(tmpdir(), "bumba-browser-"));
  const folder = join(work, "archive");
  run(folder, "demo", "--no-serve");
  const demo = items(folder);

  const tones = ingested(folder, work, "tones", (sub) => {
    writeFileSync(join(sub, "tones.wav"), wave(SECONDS));
    writeFileSync(join(sub, "tones.vtt"), transcript(SECONDS));
  });
  const gone = ingested(folder, work, "gone", (sub) => writeFileSync(join(sub, "gone.wav"), wave(2)));
  run(folder, "withdraw", gone, "--reason", "It was a test.");
  const closed = ingested(folder, work, "closed", (sub) => {
    writeFileSync(join(sub, "closed.wav"), wave(8));
    writeFileSync(join(sub, "closed.vtt"), "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nunderlock\n");
    writeFileSync(join(sub, "..", "items.csv"), "item,title@en,access\nclosed,Underlock and key,staff\n");
  });

  let aesop;
  let tangshi;
  const fixtures = process.env.BUMBA_FIXTURES ?? resolve(here, "../../../shared/fixtures");
  if (existsSync(fixtures)) {
    aesop = ingested(folder, work, "aesop", (sub) => cpSync(join(fixtures, "tapes/aesop"), sub, { recursive: true }));
    tangshi = ingested(folder, work, "tangshi", (sub) => {
      const from = join(fixtures, "books/quan-tangshi");
      const stem = (name) => name.replace(/\.[^.]+$/, "");
      const names = readdirSync(from).sort();
      const told = (name) => name.endsWith(".xml") && readFileSync(join(from, name), "utf8").includes("太宗");
      const few = names.filter(told).slice(0, 2).map(stem);
      for (const name of names.filter((one) => few.includes(stem(one)))) cpSync(join(from, name), join(sub, name));
    });
  }

  const made = {
    work,
    folder,
    book: demo.find((item) => item.kind === "manuscript").id,
    reel: demo.find((item) => item.kind === "reel").id,
    tones,
    gone,
    closed,
    aesop,
    tangshi,
    collection: demo.find((item) => item.kind === "reel").part_of,
  };
  writeFileSync(join(work, "made.json"), JSON.stringify(made));
  return made;
}

/** Takes one item in, whose files `fill` writes; gives its identifier. */
function ingested(folder, work, name, fill) {
  const source = join(work, `in-${name}`);
  const sub = join(source, name);
  mkdirSync(sub, { recursive: true });
  fill(sub);
  const [id] = JSON.parse(run(folder, "ingest", source, "--json")).items;
  return id;
}

function items(folder) {
  return run(folder, "list", "--json").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** The one that `run.mjs` made, or one of its own where a file of tests runs by itself. */
export function archive() {
  const work = process.env.BUMBA_BROWSER_WORK;
  return work ? JSON.parse(readFileSync(join(work, "made.json"), "utf8")) : make();
}
