import assert from "node:assert/strict";
import { test } from "node:test";
import { extent, header, outline, peaks } from "../islands/tape-player/peaks.ts";

function file(words: number[], values: number[] = []): ArrayBuffer {
  const bytes = new ArrayBuffer(words.length * 4 + values.length);
  const view = new DataView(bytes);
  words.forEach((word, n) => view.setUint32(n * 4, word, true));
  values.forEach((value, n) => view.setInt8(words.length * 4 + n, value));
  return bytes;
}

test("both versions of the header are read", () => {
  assert.deepEqual(header(file([2, 1, 48_000, 256, 9, 2])), { at: 24, size: 1, channels: 2, rate: 187.5, count: 9 });
  assert.deepEqual(header(file([1, 0, 44_100, 441, 3])), { at: 20, size: 2, channels: 1, rate: 100, count: 3 });
});

test("what is no header is told as none", () => {
  for (const words of [[], [2, 1, 48_000, 256, 9], [3, 1, 48_000, 256, 9, 1], [2, 1, 48_000, 0, 9, 1], [2, 1, 48_000, 256, 9, 0]]) {
    assert.equal(header(file(words)), undefined, words.join());
  }
});

test("channels are taken together, and of 16 bits the upper 8", () => {
  const two = { at: 24, size: 1, channels: 2, rate: 1, count: 2 } as const;
  assert.deepEqual([...peaks(file([], [-1, 5, -7, 3, -2, 90, -100, 1]), two)], [-7, 5, -100, 90]);
  const wide = { at: 24, size: 2, channels: 1, rate: 1, count: 1 } as const;
  assert.deepEqual([...peaks(file([], [0, -64, -1, 127]), wide)], [-64, 127]);
});

test("a last peak that is cut off is left out", () => {
  const one = { at: 24, size: 1, channels: 1, rate: 1, count: 2 } as const;
  assert.deepEqual([...peaks(file([], [-1, 5, -7]), one)], [-1, 5]);
});

test("the outline that the server drew gives its peaks back", () => {
  assert.deepEqual([...outline("M0 -5L1 -90L1 100L0 7Z")], [-7, 5, -100, 90]);
  assert.deepEqual([...outline("")], []);
});

test("a stretch has the extremes of its peaks, and a short one those of the peak it lies in", () => {
  const values = Int8Array.of(-1, 5, -7, 3, -2, 90);
  assert.deepEqual(extent(values, 0, 2), [-7, 5]);
  assert.deepEqual(extent(values, 2.2, 2.3), [-2, 90]);
  assert.equal(extent(values, 3, 9), undefined);
});
