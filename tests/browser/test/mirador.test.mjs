import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { look, room } from "../room.mjs";

const reading = room();
const mirador = fileURLToPath(new URL("../node_modules/mirador/dist/mirador.min.js", import.meta.url));
let other;

// Another site that shows what we keep: it asks us as anybody may.
before(async () => {
  other = createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url, "http://other");
    if (pathname === "/mirador.js") {
      answer.setHeader("content-type", "text/javascript; charset=utf-8");
      return answer.end(readFileSync(mirador));
    }
    if (pathname === "/start.js") {
      answer.setHeader("content-type", "text/javascript; charset=utf-8");
      const manifestId = searchParams.get("manifest");
      return answer.end(`Mirador.viewer(${JSON.stringify({ id: "viewer", windows: [{ manifestId }] })});`);
    }
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(`<!doctype html><html lang="en"><title>Mirador</title><link rel="icon" href="data:,">
      <style>#viewer { position: fixed; inset: 0 }</style><div id="viewer"></div>
      <script src="/mirador.js"></script><script src="/start.js${new URL(request.url, "http://other").search}"></script>`);
  });
  await new Promise((done) => other.listen(0, "127.0.0.1", done));
});
after(() => other.close());

async function opened(id) {
  const manifest = new URL(`/iiif/manifest/${id}`, reading.address).href;
  const origin = `http://127.0.0.1:${other.address().port}`;
  reading.others.add(origin);
  return reading.open(`${origin}/?${new URLSearchParams({ manifest })}`);
}

test("Mirador opens the book's manifest and draws its first tile", async () => {
  const tile = (answer) => /\/iiif\/image\/.*\/default\.jpg$/.test(answer.url()) && answer.status() === 200;
  const page = await opened(reading.made.book);
  await page.waitForResponse(tile);
  await page.getByText("The Book of the Land of Bumba").first().waitFor();
  const canvas = page.locator(".openseadragon-canvas canvas").first();
  await canvas.waitFor();
  await page.waitForTimeout(1500);
  const { spread } = await look(page, canvas);
  assert.ok(spread > 5, `the canvas is blank: ${spread}`);
});

test("Mirador opens the reel's manifest and its sound can be played", async () => {
  const page = await opened(reading.made.reel);
  await page.getByText("The Song of the Land of Bumba").first().waitFor();
  const audio = page.locator("audio").first();
  await audio.waitFor({ state: "attached" });
  const { source, seconds } = await audio.evaluate(async (one) => {
    one.load();
    if (one.readyState < 1) await new Promise((done) => one.addEventListener("loadedmetadata", done, { once: true }));
    return { source: one.currentSrc, seconds: one.duration };
  });
  assert.equal(new URL(source).origin, reading.address);
  assert.ok(seconds > 70 && seconds < 80, `${seconds} s`);
});
