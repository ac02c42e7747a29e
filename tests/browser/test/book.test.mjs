import assert from "node:assert/strict";
import { test } from "node:test";
import { found } from "../archive.mjs";
import { island, item, look, room } from "../room.mjs";

const reading = room();

/** Opens a page of a book in the viewer, and keeps what tiles are asked for: pixels of the picture a pixel of the tile. */
async function opened(asked, id = reading.made.book) {
  const page = await reading.open("/about");
  const scales = [];
  page.on("response", (answer) => {
    const tile = /\/iiif\/image\/[^/]+\/(\d+),(\d+),(\d+),(\d+)\/(\d+),/.exec(answer.url());
    if (tile && answer.status() === 200) scales.push(Number(tile[3]) / Number(tile[5]));
  });
  await page.goto(new URL(item(id, asked), reading.address).href);
  await island(page, "page-viewer");
  await page.locator("page-viewer.deep-open").waitFor();
  return { page, scales };
}

const marks = (page) =>
  page.locator("page-viewer .deep svg.marks rect.hit").evaluateAll((rects) =>
    rects.map((rect) => ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)))),
  );

test("a page is seen, and zooming asks for finer tiles that are seen too", async () => {
  const { page, scales } = await opened({ canvas: 1 });
  const stage = page.locator("page-viewer .deep");
  await page.waitForTimeout(500);
  const whole = await look(page, stage);
  assert.ok(whole.spread > 5, `the picture is blank: ${JSON.stringify(whole)}`);
  const coarse = Math.min(...scales);

  for (let n = 0; n < 5; n++) await page.getByRole("button", { name: /Zoom in/ }).click();
  await page.waitForFunction(() => true);
  for (let tries = 0; tries < 100 && Math.min(...scales) >= coarse; tries++) await page.waitForTimeout(50);
  await page.waitForTimeout(500);
  assert.ok(Math.min(...scales) < coarse, `asked for ${scales}, after ${coarse}`);
  const near = await look(page, stage);
  assert.ok(near.spread > 1, `the near picture is blank: ${JSON.stringify(near)}`);
  assert.notDeepEqual(near, whole);
});

test("the next page and the one before, by link, by number and by key", async () => {
  const { page } = await opened({ canvas: 1 });
  const number = page.locator(".page-number input");
  await page.locator(".pages a[rel=next]").click();
  await page.waitForURL(/canvas=2/);
  assert.equal(await number.inputValue(), "2");
  await page.locator(".pages a[rel=prev]").click();
  await page.waitForURL(/canvas=1/);
  await number.fill("5");
  await number.press("Enter");
  await page.waitForURL(/canvas=5/);
  assert.equal(await number.inputValue(), "5");
  await page.locator("page-viewer.deep-open").waitFor();
  await page.locator("main").focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/canvas=6/);
  assert.equal(await page.locator(".pages a[rel=next]").count(), 0, "the last page has none after it");
});

async function hitsStandWhereTheIndexSays(id, query) {
  const passages = found(reading.made.folder, query).hits.find((hit) => hit.id === id).passages;
  const { n } = passages[0].canvas;
  const wanted = passages.filter((passage) => passage.canvas.n === n).map((passage) => passage.region);
  const { page } = await opened({ canvas: n, q: query }, id);
  const drawn = await marks(page);
  for (const region of wanted) {
    assert.ok(drawn.some((rect) => `${rect}` === `${region}`), `${region} is not among ${JSON.stringify(drawn)}`);
  }

  // Over the picture: a place of the page is where the picture has it, whole and near.
  const viewer = page.locator("page-viewer");
  const [width, height] = await viewer.evaluate((one) => [one, one].map((e, k) => Number(e.getAttribute(k ? "height" : "width"))));
  await page.getByRole("button", { name: /Whole page/ }).click();
  await page.waitForTimeout(500);
  const stage = await page.locator("page-viewer .deep").boundingBox();
  const scale = Math.min(stage.width / width, stage.height / height);
  const [x, y, w, h] = drawn[0];
  const box = await page.locator("page-viewer .deep rect.hit").first().boundingBox();
  const left = stage.x + (stage.width - width * scale) / 2 + x * scale;
  const top = stage.y + (stage.height - height * scale) / 2 + y * scale;
  for (const [is, should, what] of [[box.x, left, "left"], [box.y, top, "top"], [box.width, w * scale, "width"], [box.height, h * scale, "height"]]) {
    assert.ok(Math.abs(is - should) < 4, `${what}: ${is}, should be ${should}`);
  }
  return page;
}

test("a hit is marked over the picture at its true place", async () => {
  const page = await hitsStandWhereTheIndexSays(reading.made.book, "Jangar");
  assert.ok((await page.locator(".page-text mark").count()) >= 1);
});

test("a hit in a Chinese book of the fixtures is marked at its true place", async (t) => {
  if (!reading.made.tangshi) return t.skip("no fixtures");
  await hitsStandWhereTheIndexSays(reading.made.tangshi, "太宗");
});

test("a hit is marked over the server's picture too", async () => {
  const [passage] = found(reading.made.folder, "Jangar").hits.find((hit) => hit.id === reading.made.book).passages;
  const page = await reading.open(item(reading.made.book, { canvas: passage.canvas.n, q: "Jangar" }), { javaScriptEnabled: false });
  const picture = await page.locator("page-viewer .sheet img").boundingBox();
  const [width] = [Number(await page.locator("page-viewer").getAttribute("width"))];
  const scale = picture.width / width;
  const box = await page.locator("page-viewer .sheet rect.hit").first().boundingBox();
  const [x, y, w, h] = passage.region;
  for (const [is, should] of [[box.x - picture.x, x * scale], [box.y - picture.y, y * scale], [box.width, w * scale], [box.height, h * scale]]) {
    assert.ok(Math.abs(is - should) < 3, `${is}, should be ${should}`);
  }
});

test("lines can be selected as text, and each leads to its place", async () => {
  const { page } = await opened({ canvas: 3 });
  const line = page.locator(".page-text .line").first();
  const text = (await line.textContent()).trim();
  const selected = await line.evaluate((one) => {
    getSelection().selectAllChildren(one);
    return { text: getSelection().toString().trim(), allowed: getComputedStyle(one).userSelect };
  });
  assert.ok(text.length > 0);
  assert.equal(selected.text, text);
  assert.notEqual(selected.allowed, "none");
  const region = await line.getAttribute("data-region");
  await line.locator("a").click();
  await page.waitForURL((address) => address.searchParams.get("xywh") === region);
  const place = page.locator("page-viewer .deep rect.place");
  assert.deepEqual(
    await place.evaluate((rect) => ["x", "y", "width", "height"].map((name) => rect.getAttribute(name)).join(",")),
    region,
  );
});
