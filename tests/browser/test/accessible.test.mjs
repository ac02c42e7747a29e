import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { kinds } from "../kinds.mjs";
import { room } from "../room.mjs";

const reading = room();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
/** What axe cannot decide and a person has looked at: contrast over a picture or under a mark. */
const UNDECIDED = ["color-contrast"];

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing on any kind of page, ${colorScheme}, ${width} pixels wide`, { todo: colorScheme === "dark" ? "copy buttons" : false }, async () => {
      const faults = [];
      for (const [name, path, status] of await kinds(reading)) {
        const page = await reading.open(path, { status, colorScheme, viewport: { width, height: 900 } });
        await page.waitForLoadState("load");
        if (await page.locator("page-viewer").count()) await page.waitForTimeout(600);
        await page.evaluate(axe);
        const { violations, incomplete } = await page.evaluate(
          (values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations", "incomplete"] }),
          TAGS,
        );
        const say = (kind) => ({ id, impact, nodes }) =>
          `${name}: ${kind} ${id} (${impact}): ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary ?? ""}`).join(" | ")}`;
        faults.push(...violations.map(say("violation")));
        faults.push(...incomplete.filter(({ id }) => !UNDECIDED.includes(id)).map(say("undecided")));
        await page.context().close();
      }
      assert.deepEqual(faults, []);
    });
  }
}
