import assert from "node:assert/strict";
import { dictionary } from "@zxcvbn-ts/language-common";
import { isCommonPassword } from "./common_passwords.ts";

Deno.test("what guessers try first is known to be common", () => {
  const common = [
    ...["password", "Password1", "P@ssw0rd", "passw0rd!", "12345678", "123456789", "1234567890", "qwertyuiop"],
    ...["qwerty123", "1qaz2wsx", "iloveyou", "iloveyou2", "football1", "welcome1"],
    ...["letmein123", "admin123", "administrator", "sunshine1", "princess1", "baseball!", "11111111", "abcabcabc"],
    ...["aaaaaaaa", "asdfghjkl", "zxcvbnm123", "trustno1", "dragon2024", "01011990", "2001-12-31"],
    ...["lovelove", "monkeys1", "abcdefgh", "87654321", "welcome2024!", "woaini520"],
  ];
  for (const password of common) assert.equal(isCommonPassword(password), true, password);
});

Deno.test("E9 all of the 3,000 commonest that are long enough are known to be common", () => {
  const commonest = dictionary["passwords-common"].slice(0, 3_000).filter((password) => password.length >= 8);
  assert.ok(commonest.length > 500);
  assert.deepEqual(commonest.filter((password) => !isCommonPassword(password)), []);
  assert.equal(isCommonPassword("MAVERICK"), true);
});

Deno.test("a phrase, a random text and a name with a thought in it are not", () => {
  const fine = [
    ...[
      "correct horse battery staple",
      "möwe Über wasser",
      "xK9#mQ2$vL",
      "ann-likes-quiet-mornings",
      "一二三四五六七八",
    ],
    ...["harbour17ferry", "tr0mbone-in-march", "7f3b9c1e5d", "blue kettle sings"],
  ];
  for (const password of fine) assert.equal(isCommonPassword(password), false, password);
});

Deno.test("long input costs no time to speak of", () => {
  for (const text of ["a".repeat(72), "ab".repeat(36), "1!".repeat(36), "qwe".repeat(24)]) isCommonPassword(text);
  assert.equal(isCommonPassword("ab".repeat(36)), true);
});
