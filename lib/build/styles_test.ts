import * as esbuild from "esbuild";
import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { joinStyles } from "./styles.ts";

Deno.test("all styles are one sheet under 16 KB, with every layer and nothing lowered", async () => {
  const css = await joinStyles(join(import.meta.dirname ?? "", "../..")).finally(() => esbuild.stop());
  const weight = gzipSync(css).length;
  assert.ok(weight <= 16 * 1024, `${weight} bytes of style, gzipped`);
  assert.match(css, /^@layer tokens,base,shell,parts,pages;/);
  for (const layer of ["tokens", "base", "shell", "parts", "pages"]) assert.ok(css.includes(`@layer ${layer}{`), layer);
  for (const kept of ["oklch(", "field-sizing:content", "scripting", "⋯"]) {
    assert.ok(css.includes(kept), kept);
  }
});
