import assert from "node:assert/strict";
import { hueClass } from "./hue.ts";
import { initials } from "./initials.ts";

Deno.test("a face shows two initials, or the last two characters of a Chinese name", () => {
  const faces: Record<string, string> = {
    "Lin Mei": "LM",
    "mei.lin": "ML",
    "ann": "AN",
    "Release 4.2": "R4",
    "Harbour Ops 港口运维": "HO",
    "Ops 运维": "OP",
    "陈晓雨": "晓雨",
    "雨": "雨",
    "周末徒步": "徒步",
    "Ünal Öz": "ÜÖ",
    "_": "_",
    "": "?",
  };
  for (const [name, letters] of Object.entries(faces)) assert.equal(initials(name), letters, name);
  assert.equal(initials("陈晓雨", true), "雨");
});

Deno.test("ids spread over all eight hues and keep theirs", () => {
  const ids = Array.from({ length: 400 }, (_, index) => `01938d2e-7c00-7000-8000-${String(index).padStart(12, "0")}`);
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(hueClass(id), (counts.get(hueClass(id)) ?? 0) + 1);
  assert.equal(counts.size, 8);
  for (const count of counts.values()) assert.ok(count > 20, `uneven: ${[...counts].join(" ")}`);
  assert.equal(hueClass("a"), hueClass("a"));
});
