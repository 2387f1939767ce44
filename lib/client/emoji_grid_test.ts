import assert from "node:assert/strict";
import { moveIn, rowsOf } from "./emoji_grid.ts";

Deno.test("arrows lead through rows of unequal length and stop at the ends", () => {
  const widths = rowsOf(["a", "b", "c", "d", "e"], 3).concat(rowsOf(["f"], 3)).map((row) => row.length);
  assert.deepEqual(widths, [3, 2, 1]);
  const from = (row: number, column: number, key: string) => {
    const cell = moveIn(widths, { row, column }, key);
    return cell && [cell.row, cell.column];
  };
  assert.deepEqual(from(0, 0, "ArrowDown"), [1, 0]);
  assert.deepEqual(from(0, 2, "ArrowDown"), [1, 1]);
  assert.deepEqual(from(2, 0, "ArrowDown"), [2, 0]);
  assert.deepEqual(from(0, 2, "ArrowRight"), [1, 0]);
  assert.deepEqual(from(1, 0, "ArrowLeft"), [0, 2]);
  assert.deepEqual(from(0, 0, "ArrowLeft"), [0, 0]);
  assert.deepEqual(from(2, 0, "ArrowRight"), [2, 0]);
  assert.deepEqual(from(0, 1, "PageDown"), [2, 0]);
  assert.equal(from(0, 0, "a"), null);
});
