import assert from "node:assert/strict";
import { test } from "node:test";
import { island, room } from "../room.mjs";

const reading = room();

/** Presses Tab until what has the focus is what is looked for. */
async function tabTo(page, selector, most = 60) {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`${most} times Tab do not lead to ${selector} on ${page.url()}`);
}

/** Whether one sees where the focus is. */
const seen = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    const isRinged = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    return isRinged && box.width > 1 && box.height > 1 && box.top < innerHeight && box.bottom > 0;
  });

test("the first Tab is the way to the content", async () => {
  const page = await reading.open("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  assert.ok(await seen(page), "the skip link is seen once it has the focus");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

test("by the keyboard alone: search, open the first hit, play", async () => {
  const page = await reading.open("/");
  await tabTo(page, "input[type=search]");
  assert.ok(await seen(page));
  await page.keyboard.type("steppe");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search/);

  await tabTo(page, ".card .passage");
  assert.ok(await seen(page));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/items\//);

  await island(page, "tape-player");
  await tabTo(page, ".deck .play");
  assert.ok(await seen(page));
  const from = await page.locator("tape-player audio").evaluate((audio) => audio.currentTime);
  await page.keyboard.press("Enter");
  await page.waitForFunction((moment) => document.querySelector("tape-player audio").currentTime > moment + 0.3, from);
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("tape-player audio").paused);
  assert.ok(await page.evaluate(() => document.activeElement.matches(".play")), "the focus stays on the button");
});
