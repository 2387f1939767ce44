import assert from "node:assert/strict";
import { cleanFileName } from "./file_name.ts";

const names: readonly [what: string, given: string, shown: string][] = [
  ["an ordinary name", "Spring tide.pdf", "Spring tide.pdf"],
  ["letters of any script", "潮汐 Überblick.txt", "潮汐 Überblick.txt"],
  ["a path", "../../etc/passwd", "passwd"],
  ["an absolute path of another system", "C:\\Windows\\win.ini", "win.ini"],
  ["NUL and line ends", "a\0b\r\nSet-Cookie: x.txt", "abSet-Cookie_ x.txt"],
  ["marks that turn the direction", "invoice\u202efdp.exe", "invoicefdp.exe"],
  ["a reserved name", "CON.txt", "_CON.txt"],
  ["a hidden name", ".htaccess", "htaccess"],
  ["nothing but dots", "...", "file"],
  ["nothing", "", "file"],
  ["percent signs, which nobody decodes", "%2e%2e%2fx", "%2e%2e%2fx"],
  ["half of a character", "a\ud800b", "a\ufffdb"],
];
for (const [what, given, shown] of names) {
  Deno.test(`as a file's name ${what} becomes ${JSON.stringify(shown)}`, () =>
    assert.equal(cleanFileName(given), shown));
}

Deno.test("a long name is cut and keeps its ending", () => {
  const name = cleanFileName(`${"n".repeat(300)}.tar`);
  assert.equal(name.length, 150);
  assert.ok(name.endsWith("n.tar"));
});
