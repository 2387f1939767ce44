import assert from "node:assert/strict";
import { chooseLocale } from "./locale.ts";

Deno.test("the person's setting wins over the browser's languages", () => {
  assert.equal(chooseLocale("zh-CN,zh;q=0.9", "en"), "en");
  assert.equal(chooseLocale("zh-CN,zh;q=0.9", "auto"), "zh");
  assert.equal(chooseLocale("zh-CN", "klingon"), "zh");
});

Deno.test("the browser's best language that we speak is chosen, whatever its region and order", () => {
  assert.equal(chooseLocale("fr-FR,fr;q=0.9,zh;q=0.5,en;q=0.4"), "zh");
  assert.equal(chooseLocale("fr,en;q=0.2,zh-TW;q=0.8"), "zh");
  assert.equal(chooseLocale("EN-gb"), "en");
});

Deno.test("without a language that we speak, pages are English", () => {
  for (const header of [null, "", "*", "fr", "zh;q=0", "zh;q=nonsense", ",;=,;q", "zhuang"]) {
    assert.equal(chooseLocale(header), "en", String(header));
  }
});
