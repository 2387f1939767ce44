import assert from "node:assert/strict";
import {
  avatarProblem,
  emailKey,
  emailProblem,
  nameProblem,
  passwordProblem,
  usernameKey,
  usernameProblem,
} from "./rules.ts";

const rule = (problem: { rule: string } | null) => problem?.rule ?? "fine";

const from = (passwordMin: number) => ({ passwordMin, passwordCommon: "warn" }) as const;

Deno.test("user names hold 2 to 50 letters, marks, digits and a few signs of any script", () => {
  for (const name of ["an", "Ann_b.c+d-9", "晓雨", "नेहा", "Łukasz", "  ann  ", "ａｎｎ", "x".repeat(50)]) {
    assert.equal(rule(usernameProblem(name)), "fine", name);
  }
  const refused: [string, string][] = [
    ["", "username_missing"],
    ["   ", "username_missing"],
    ["a", "username_short"],
    ["x".repeat(51), "username_long"],
    ["ann bob", "username_letters"],
    ["ann\u0000", "username_letters"],
    ["ann\u200b", "username_letters"],
    ["an\u034fn", "username_letters"],
    ["\u3164\u3164", "username_letters"],
    ["ann@x", "username_letters"],
    ["..", "username_letters"],
    ["<b>", "username_letters"],
  ];
  for (const [name, expected] of refused) assert.equal(rule(usernameProblem(name)), expected, JSON.stringify(name));
});

Deno.test("names that differ only in case or width are the same name", () => {
  assert.equal(usernameKey("Ann"), usernameKey("ａＮＮ "));
  assert.equal(usernameKey("ÉVA"), usernameKey("e\u0301va"));
  assert.notEqual(usernameKey("ann"), usernameKey("anna"));
  assert.equal(emailKey(" Ann@Example.ORG"), emailKey("ann@example.org"));
});

Deno.test("an e-mail needs a name, a domain with a dot, and at most 254 bytes", () => {
  for (const email of ["a@b.co", "ann.b+c@example.org", "用户@例子.公司", "o'neil@sub.example.org"]) {
    assert.equal(rule(emailProblem(email)), "fine", email);
  }
  for (
    const email of [
      "a",
      "a@",
      "@b.co",
      "a@b",
      "a b@c.de",
      "a@b..de",
      ".a@b.de",
      "a@-b.de",
      "a@b.de\u0000",
      "a@b.de\nBcc: x@y.zz",
    ]
  ) {
    assert.equal(rule(emailProblem(email)), "email_form", JSON.stringify(email));
  }
  assert.equal(rule(emailProblem(`${"a".repeat(60)}@${"b.".repeat(100)}org`)), "email_long");
});

Deno.test("a password has 8 to 72 bytes and is told its size when it has not", () => {
  assert.equal(passwordProblem("12345678", from(8)), null);
  assert.equal(passwordProblem(" ".repeat(8), from(8)), null);
  assert.equal(passwordProblem("é".repeat(36), from(8)), null);
  assert.equal(passwordProblem("1234567", from(8))?.text, "password has 7 bytes; it needs at least 8");
  assert.equal(passwordProblem("é".repeat(37), from(8))?.text, "password has 74 bytes; at most 72 are allowed");
  assert.equal(rule(passwordProblem("1234567\u00008", from(8))), "password_letters");
  assert.equal(passwordProblem("123456", from(6)), null);
  const rules = { passwordMin: 8, passwordCommon: "refuse" } as const;
  assert.equal(rule(passwordProblem("Password123", rules)), "password_common");
  assert.equal(passwordProblem("correct horse", rules), null);
});

Deno.test("names are one line, and a picture is one of our own", () => {
  assert.equal(nameProblem("first_name", "Ann Marie"), null);
  assert.equal(rule(nameProblem("first_name", "Ann\u2028Marie")), "line_letters");
  assert.equal(rule(nameProblem("first_name", "x".repeat(51))), "line_long");
  assert.equal(avatarProblem(""), null);
  assert.equal(avatarProblem("/files/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b?size=96"), null);
  for (const url of ["https://evil.example/x.png", "javascript:alert(1)", "//evil.example", "/files/../x"]) {
    assert.equal(rule(avatarProblem(url)), "avatar_foreign", url);
  }
});
