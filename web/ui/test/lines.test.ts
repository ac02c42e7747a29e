import assert from "node:assert/strict";
import { test } from "node:test";
import { hits, under } from "../islands/page-viewer/lines.ts";

test("a point lights the smallest region that holds it", () => {
  const block = { region: { x: 0, y: 0, w: 100, h: 100 } };
  const line = { region: { x: 10, y: 10, w: 10, h: 50 } };
  assert.equal(under([block, line], 15, 20), line);
  assert.equal(under([line, block], 50, 20), block);
  assert.equal(under([line, block], 500, 20), undefined);
});

test("hits are regions; what is not four numbers is left out", () => {
  assert.deepEqual(hits('[[1,2,3,4],[1,2,3],["a",2,3,4],null]'), [{ x: 1, y: 2, w: 3, h: 4 }]);
  for (const bad of [null, "", "{", "7", "{}"]) assert.deepEqual(hits(bad), []);
});
