import assert from "node:assert/strict";
import { test } from "node:test";
import { item, room } from "../room.mjs";

const reading = room();
/** HarfBuzz's advances, in thousandths of the size: `crates/demo` holds its shaping to the same. */
const WORDS = [
  ["ᠮᠣᠩᠭᠣᠯ", "mn-Mong", 3163],
  ["ᠮᠣᠩᠭᠣᠯ\u{202F}ᠤᠨ", "mn-Mong", 4468],
  ["ᠬᠠᠷ\u{180E}ᠠ", "mn-Mong", 2043],
  ["ᠪᠢᠴᠢᠭ", "mn-Mong", 2476],
  ["ᠵᠠᠩᠭᠠᠷ", "mn-Mong", 2632],
  ["ᡓᠠᡊᡎᠠᠷ", "xwo-Mong", 2903],
  ["ᡐᡆᡑᡆ ᡋᡅᡒᡅᡎ", "xwo-Mong", 5256],
  ["ᠮᠠᠨᠵᡠ ᡤᡳᠰᡠᠨ", "mnc-Mong", 4875],
];
/** Where the site sets such words: an element of this kind, inside the first that the selector finds. */
const PLACES = [
  ["a paragraph", () => "/", "main", "vertical"],
  ["a title", () => "/", "main", "vertical title"],
  ["a quotation of a passage", () => "/search?q=Jangar", ".card .passage", "quote vertical"],
  ["a column of the score", () => item(reading.made.reel), ".score foreignObject", "line vertical"],
  ["a line of a page", () => item(reading.made.book, { canvas: 3 }), ".page-text .lines.vertical", "line"],
];

for (const [name, path, inside, kind] of PLACES) {
  test(`Mongolian stands upright and whole in ${name}`, async () => {
    const page = await reading.open(path());
    const measured = await page.evaluate(
      async ([where, kind, words]) => {
        const host = document.querySelector(where);
        const all = words.map(([text, lang]) => {
          const made = document.createElement("p");
          made.className = kind;
          made.lang = lang;
          made.textContent = text;
          made.style.inlineSize = "40em";
          // Large, since a browser rounds each letter to a 64th of a pixel.
          made.style.fontSize = "100px";
          made.style.whiteSpace = "nowrap";
          host.append(made);
          return made;
        });
        await document.fonts.ready;
        for (const made of all) await document.fonts.load(`${getComputedStyle(made).fontSize} ${getComputedStyle(made).fontFamily}`, made.textContent);
        await document.fonts.ready;
        return all.map((made) => {
          const range = document.createRange();
          range.selectNodeContents(made);
          const { width, height } = range.getBoundingClientRect();
          const style = getComputedStyle(made);
          const size = parseFloat(style.fontSize);
          return { advance: (height / size) * 1000, isTall: height > width, mode: style.writingMode, orientation: style.textOrientation };
        });
      },
      [inside, kind, WORDS],
    );
    for (const [n, [text, lang, advance]] of WORDS.entries()) {
      const is = measured[n];
      assert.equal(is.mode, "vertical-lr", text);
      assert.equal(is.orientation, "mixed", text);
      assert.ok(is.isTall, `${text} lies on its side`);
      assert.ok(Math.abs(is.advance - advance) <= 2, `${text} (${lang}) is ${is.advance}, should be ${advance}`);
    }
  });
}

test("what the site itself says in Mongolian stands in the Mongolian face", async () => {
  const page = await reading.open(item(reading.made.reel));
  await page.evaluate(() => document.fonts.ready);
  const [loaded, titles] = await page.evaluate(() => [
    [...document.fonts].filter((face) => face.status === "loaded").map((face) => face.family),
    [...document.querySelectorAll("[lang$=Mong]")].map((one) => getComputedStyle(one.closest(".vertical") ?? one).writingMode),
  ]);
  assert.ok(loaded.some((family) => /mongol/i.test(family)), `loaded: ${loaded}`);
  assert.ok(titles.length > 5);
  assert.deepEqual([...new Set(titles)], ["vertical-lr"]);
});
