import assert from "node:assert/strict";
import fc from "fast-check";
import { middleOf, moved, resized, sizeAt, zoomOf } from "./crop.ts";

const wide = { width: 400, height: 200 };

Deno.test("a square begins in the middle, as large as the picture allows", () => {
  assert.deepEqual(middleOf(wide), { x: 100, y: 0, size: 200 });
  assert.deepEqual(middleOf({ width: 30, height: 41 }), { x: 0, y: 5, size: 30 });
});

Deno.test("it is moved to the edge and no further, and zoomed around its middle", () => {
  assert.deepEqual(moved(middleOf(wide), -300, 9, wide), { x: 0, y: 0, size: 200 });
  assert.deepEqual(moved(middleOf(wide), 1_000, 0, wide), { x: 200, y: 0, size: 200 });
  const near = resized(middleOf(wide), 100, wide);
  assert.deepEqual(near, { x: 150, y: 50, size: 100 });
  assert.deepEqual(resized(near, 1, wide), { x: 168, y: 68, size: 64 });
  assert.deepEqual(resized(moved(near, 500, 500, wide), 1_000, wide), { x: 200, y: 0, size: 200 });
});

Deno.test("zoom goes from all of the picture to the smallest square and back", () => {
  assert.equal(zoomOf(middleOf(wide), wide), 0);
  assert.equal(zoomOf({ x: 0, y: 0, size: 64 }, wide), 100);
  assert.equal(Math.round(sizeAt(100, wide)), 64);
  assert.equal(zoomOf(resized(middleOf(wide), sizeAt(40, wide), wide), wide), 40);
  assert.equal(zoomOf(middleOf({ width: 20, height: 50 }), { width: 20, height: 50 }), 0);
});

Deno.test("whatever is done to it, it stays whole pixels within the picture", () => {
  const edge = fc.integer({ min: 1, max: 9_000 });
  const act = fc.tuple(fc.boolean(), fc.double({ min: -9_999, max: 9_999, noNaN: true }));
  fc.assert(fc.property(edge, edge, fc.array(act), (width, height, acts) => {
    const picture = { width, height };
    let square = middleOf(picture);
    for (const [isMove, by] of acts) {
      square = isMove ? moved(square, by, -by, picture) : resized(square, square.size + by, picture);
      const { x, y, size } = square;
      assert.ok([x, y, size].every(Number.isInteger) && x >= 0 && y >= 0 && size >= 1);
      assert.ok(x + size <= width && y + size <= height, JSON.stringify({ square, picture }));
    }
  }));
});
