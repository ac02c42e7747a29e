import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../kinds.mjs";
import { room } from "../room.mjs";

const reading = room();

// That nothing comes from elsewhere, that the policy holds and the console is silent is asked after every test (room.mjs);
// here every kind of page is looked at, its whole length.
test("no kind of page asks anybody else for anything, nor offends the policy", async () => {
  for (const [name, path, status] of await kinds(reading)) {
    const page = await reading.open(path, { status });
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForLoadState("networkidle");
    assert.equal(await page.locator("h1").count(), 1, `${name}: one first heading`);
    const policy = await page.evaluate(() => fetch(location.href).then((answer) => answer.headers.get("content-security-policy")));
    assert.match(policy, /default-src 'none'/, name);
    assert.doesNotMatch(policy, /unsafe-|https?:/, name);
    const broken = await page.evaluate(() =>
      [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src),
    );
    assert.deepEqual(broken, [], `${name}: pictures that did not come`);
    await page.context().close();
  }
});

test("no kind of page scrolls sideways at 320 pixels", async () => {
  const wide = [];
  for (const [name, path, status] of await kinds(reading)) {
    const page = await reading.open(path, { status, viewport: { width: 320, height: 640 } });
    await page.waitForLoadState("networkidle");
    const { scroll, client, moved, who } = await page.evaluate(() => {
      const root = document.documentElement;
      scrollTo(1000, 0);
      const clipped = (element) => {
        for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
          if (getComputedStyle(up).overflowX !== "visible") return true;
        }
        return false;
      };
      const who = [...document.body.querySelectorAll("*")]
        .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !clipped(one))
        .slice(0, 3)
        .map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`);
      return { scroll: root.scrollWidth, client: root.clientWidth, moved: scrollX, who };
    });
    if (scroll > client || moved > 0) wide.push(`${name}: ${scroll} in ${client}: ${who}`);
    await page.context().close();
  }
  assert.deepEqual(wide, []);
});
