import assert from "node:assert/strict";
import { makeSprite } from "./make_sprite.ts";

Deno.test("the icons' file is what lucide draws for the names in use", async () => {
  const stored = await Deno.readTextFile(new URL("../../static/icons.svg", import.meta.url));
  assert.equal(stored, makeSprite(), "run: deno run -A components/icons/make_sprite.ts");
});
