import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { kinds } from "../kinds.mjs";
import { room } from "../room.mjs";

const reading = room();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
/** Whose contrast axe cannot see: words inside a drawing, arrows of one sign. They are measured here, over the paper. */
const UNDECIDED = ".score .line a, .pages > [rel], .pages > .off";

/** Runs axe; gives what it finds wrong, and what it leaves undecided that nobody else decides. */
async function judged(page) {
  await page.evaluate(axe);
  return page.evaluate(
    async ([values, known]) => {
      const { violations, incomplete } = await axe.run(document, { runOnly: { type: "tag", values } });
      const { Color, getContrast } = axe.commons.color;
      const colour = (element, name) => {
        const made = new Color();
        made.parseString(getComputedStyle(element)[name]);
        return made;
      };
      const faults = [];
      const say = (kind, { id, impact }, { target, failureSummary }) =>
        faults.push(`${kind} ${id} (${impact}): ${target}: ${failureSummary ?? ""}`);
      for (const rule of violations) for (const node of rule.nodes) say("violation", rule, node);
      for (const rule of incomplete) {
        for (const node of rule.nodes) {
          const element = document.querySelector(node.target.at(-1));
          if (rule.id !== "color-contrast" || !element?.matches(known)) say("undecided", rule, node);
        }
      }
      for (const element of document.querySelectorAll(known)) {
        if (element.matches("[aria-hidden=true]")) continue;
        const ratio = getContrast(colour(document.body, "backgroundColor"), colour(element, "color"));
        if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 120)}`);
      }
      return faults;
    },
    [TAGS, UNDECIDED],
  );
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing on any kind of page, ${colorScheme}, ${width} pixels wide`, async () => {
      const faults = [];
      for (const [name, path, status] of await kinds(reading)) {
        const page = await reading.open(path, { status, colorScheme, viewport: { width, height: 900 } });
        await page.waitForLoadState("load");
        if (await page.locator("page-viewer").count()) await page.waitForTimeout(600);
        for (const fault of await judged(page)) faults.push(`${name}: ${fault}`);
        await page.context().close();
      }
      assert.deepEqual(faults, []);
    });
  }
}
