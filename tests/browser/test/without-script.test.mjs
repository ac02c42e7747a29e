import assert from "node:assert/strict";
import { test } from "node:test";
import { item, room } from "../room.mjs";

const reading = room();
const plain = { javaScriptEnabled: false };

test("without a script one searches and narrows", async () => {
  const page = await reading.open("/", plain);
  await page.getByRole("searchbox").first().fill("Jangar");
  await page.getByRole("button", { name: "Search" }).first().click();
  await page.waitForURL(/\/search/);
  assert.match(await page.getByRole("status").textContent(), /^2 items/);
  await page.locator("[data-facet=kind] li").filter({ hasText: /reel/i }).getByRole("checkbox").check();
  await page.locator("button.apply").click();
  await page.waitForURL(/f\.kind=reel/);
  assert.match(await page.getByRole("status").textContent(), /^1 item /);
});

test("without a script one reads page by page, picture and text", async () => {
  const page = await reading.open(item(reading.made.book), plain);
  const seen = new Set();
  for (let n = 1; ; n++) {
    const picture = page.locator("page-viewer img");
    await picture.waitFor();
    const source = await picture.getAttribute("src");
    const answer = await page.request.get(new URL(source, reading.address).href);
    assert.equal(answer.status(), 200, source);
    assert.match(answer.headers()["content-type"], /^image\//);
    seen.add(source);
    assert.ok((await page.locator(".page-text .line").count()) > 0, `page ${n} has no text`);
    const next = page.locator(".pages a[rel=next]");
    if ((await next.count()) === 0) break;
    await next.click();
    await page.waitForURL(new RegExp(`canvas=${n + 1}`));
  }
  assert.equal(seen.size, 6);
});

test("without a script one listens, with the words beside it", async () => {
  const page = await reading.open(item(reading.made.reel, { canvas: 2, t: "4,10.1" }), plain);
  const audio = page.locator("tape-player audio");
  assert.ok(await audio.isVisible());
  assert.notEqual(await audio.getAttribute("controls"), null);
  const source = new URL(await audio.getAttribute("src"), reading.address);
  assert.match(source.hash, /^#t=4/);
  source.hash = "";
  const answer = await page.request.get(source.href, { headers: { range: "bytes=1000-1999" } });
  assert.equal(answer.status(), 206);
  assert.match(answer.headers()["content-range"], /^bytes 1000-1999\/\d+$/);
  assert.match(answer.headers()["content-type"], /^audio\//);
  assert.equal((await answer.body()).length, 1000);
  const past = await page.request.get(source.href, { headers: { range: "bytes=99999999999-" } });
  assert.equal(past.status(), 416);
  assert.equal(await page.locator(".cue[aria-current=true]").count(), 1);
});
