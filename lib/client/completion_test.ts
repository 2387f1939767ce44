import assert from "node:assert/strict";
import { complete, completionsFor, triggerAt } from "./completion.ts";

const person = (username: string, display_name = username) => ({
  id: username,
  username,
  display_name,
  avatar: "",
  status: "online" as const,
  status_text: "",
  last_seen: null,
  is_active: true,
});

Deno.test("a name is being typed behind an @ that begins a word, up to the caret", () => {
  assert.deepEqual(triggerAt("hi @li", 6), { start: 3, query: "li" });
  assert.deepEqual(triggerAt("@", 1), { start: 0, query: "" });
  assert.deepEqual(triggerAt("你好@晓", 4), { start: 2, query: "晓" });
  assert.deepEqual(triggerAt("@lin and more", 4), { start: 0, query: "lin" });
  for (const text of ["ann@example", "@lin mei", "no", ""]) assert.equal(triggerAt(text, text.length), null, text);
});

Deno.test("people whose name begins so come first; nobody else is offered", () => {
  const people = [person("bo", "Noor Haddad"), person("norbert"), person("ann"), person("eleanor")];
  assert.deepEqual(completionsFor("no", people, 6).map(({ username }) => username), ["bo", "norbert", "eleanor"]);
  assert.deepEqual(completionsFor("no", people, 1).map(({ username }) => username), ["bo"]);
  assert.equal(completionsFor("", people, 6).length, 4);
});

Deno.test("the name takes the place of what was typed, with space around it", () => {
  assert.deepEqual(complete("hi @li", 6, { start: 3, query: "li" }, "lin"), { text: "hi @lin ", caret: 8 });
  assert.deepEqual(complete("@li there", 3, { start: 0, query: "li" }, "lin"), { text: "@lin there", caret: 5 });
  assert.deepEqual(complete("你好@晓", 4, { start: 2, query: "晓" }, "晓雨"), { text: "你好 @晓雨 ", caret: 7 });
});
