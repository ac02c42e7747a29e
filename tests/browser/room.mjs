// A reading room for a file of tests: the archive served, a browser in front of it, and an ear for what goes wrong.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, afterEach, before } from "node:test";
import { chromium } from "playwright-core";
import { archive, bumba } from "./archive.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Opens before the first test of the file and closes after its last. After each test its pages are closed, and it fails
 * where one of them asked anybody else for anything, offended the site's policy, or wrote an error to the console.
 */
export function room() {
  const one = { made: undefined, address: undefined, others: new Set(), faults: [], contexts: [] };
  let server;
  let browser;

  before(async () => {
    one.made = archive();
    server = spawn(bumba, ["--archive", one.made.folder, "serve", "--listen", "127.0.0.1:0"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    server.stderr.on("data", (text) => (one.said = `${one.said ?? ""}${text}`.slice(-20_000)));
    const lines = createInterface({ input: server.stdout });
    const gone = once(server, "exit").then(([code]) => assert.fail(`serve ended with ${code}: ${one.said}`));
    gone.catch(() => {});
    const [line] = await Promise.race([once(lines, "line"), gone]);
    one.address = new URL(line).origin;
    const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
    browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  });

  afterEach(async () => {
    const { faults } = one;
    one.faults = [];
    await Promise.all(one.contexts.splice(0).map((context) => context.close()));
    assert.deepEqual(faults, [], "the pages of this test did what they must not");
  });

  after(async () => {
    await browser?.close();
    if (server && server.exitCode === null) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
    if (one.made && !process.env.BUMBA_BROWSER_WORK) rmSync(one.made.work, { recursive: true, force: true });
  });

  /** A page of a browser of its own. `status` is what the address is expected to answer. */
  one.open = async (path, { status = 200, ...context } = {}) => {
    const made = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...context });
    one.contexts.push(made);
    const page = await made.newPage();
    page.setDefaultTimeout(15_000);
    watch(one, page, status);
    const answer = await page.goto(new URL(path, one.address).href);
    assert.equal(answer.status(), status, `${path}: its status`);
    return page;
  };
  return one;
}

function watch(one, page, status) {
  page.on("request", (request) => {
    const to = new URL(request.url());
    if (["data:", "blob:", "about:"].includes(to.protocol)) return;
    if (to.origin !== one.address && !one.others.has(to.origin)) one.faults.push(`asked elsewhere: ${to.href}`);
  });
  page.on("pageerror", (error) => one.faults.push(`${page.url()}: ${error.stack ?? error}`));
  page.on("console", (message) => {
    // The browser calls the page's own status an error, where that is what was asked for.
    if (status >= 400 && message.location().url === page.url() && message.text().includes(`${status}`)) return;
    // Another site's own affair.
    if (one.others.has(new URL(page.url()).origin) && !/refused|blocked|CORS/i.test(message.text())) return;
    const ours = /^(page-viewer|tape-player)/.test(message.text());
    if (message.type() === "error" || ours) one.faults.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
}

/** The address of an item's page; what is undefined is left out. */
export function item(id, asked = {}) {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== undefined));
  return `/items/${id}${query.size > 0 ? `?${query}` : ""}`;
}

/** Waits until an island stands on the page. */
export async function island(page, name) {
  await page.waitForFunction((tag) => customElements.get(tag) !== undefined, name);
}

/** How a picture of an element looks: how far its lights spread, and the share of its commonest shade. */
export async function look(page, locator) {
  const png = await locator.screenshot({ animations: "disabled" });
  return page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, image.width, image.height);
    const shades = new Array(256).fill(0);
    for (let n = 0; n < data.length; n += 4) shades[Math.round((data[n] * 3 + data[n + 1] * 6 + data[n + 2]) / 10)] += 1;
    const all = data.length / 4;
    const mean = shades.reduce((sum, count, shade) => sum + count * shade, 0) / all;
    const spread = Math.sqrt(shades.reduce((sum, count, shade) => sum + count * (shade - mean) ** 2, 0) / all);
    return { spread, commonest: Math.max(...shades) / all };
  }, `data:image/png;base64,${png.toString("base64")}`);
}
