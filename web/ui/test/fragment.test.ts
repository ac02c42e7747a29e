import assert from "node:assert/strict";
import { test } from "node:test";
import { clock } from "../islands/clock.ts";
import { region, said, seconds, span } from "../islands/fragment.ts";

test("a moment is read as seconds or as a clock", () => {
  assert.equal(seconds("12.5"), 12.5);
  assert.equal(seconds("12s"), 12);
  assert.equal(seconds("1:02:03.5"), 3723.5);
  assert.equal(seconds("2:03"), 123);
  for (const bad of ["", "-1", "1:75", "1e9", "x", "1:2:3:4"]) assert.equal(seconds(bad), undefined, bad);
});

test("a span has an end, or goes on, or begins at the beginning", () => {
  assert.deepEqual(span("12.5,16"), { from: 12.5, to: 16 });
  assert.deepEqual(span("npt:12.5"), { from: 12.5 });
  assert.deepEqual(span(",16"), { from: 0, to: 16 });
});

test("a span that is none is not guessed", () => {
  for (const bad of ["", ",", "16,12", "5,5", "1,2,3", "1,", "a,b"]) assert.equal(span(bad), undefined, bad);
});

test("a region is in pixels of the canvas, or a share of it", () => {
  assert.deepEqual(region("1,2,3,4", 100, 200), { x: 1, y: 2, w: 3, h: 4 });
  assert.deepEqual(region("pixel:1,2,3,4", 100, 200), { x: 1, y: 2, w: 3, h: 4 });
  assert.deepEqual(region("percent:10,50,5,25", 100, 200), { x: 10, y: 100, w: 5, h: 50 });
  for (const bad of ["", "1,2,3", "1,2,0,4", "1,2,3,-4", "1,2,3,4,5", "a,b,c,d"]) {
    assert.equal(region(bad, 100, 200), undefined, bad);
  }
});

test("a fragment is read by name, after its mark", () => {
  assert.equal(said("#t=1,2&xywh=1,2,3,4", "xywh"), "1,2,3,4");
  assert.equal(said("?canvas=2&t=5", "t"), "5");
  assert.equal(said("", "t"), undefined);
});

test("a clock has hours only where there are some", () => {
  assert.equal(clock(7.9), "0:07");
  assert.equal(clock(754), "12:34");
  assert.equal(clock(3723), "1:02:03");
  assert.equal(clock(Number.NaN), "0:00");
  assert.equal(clock(-3), "0:00");
});
