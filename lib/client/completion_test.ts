import assert from "node:assert/strict";
import { closedNameAt, complete, completionsFor, triggerAt } from "./completion.ts";

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
  assert.deepEqual(triggerAt("hi @li", 6), { sign: "@", start: 3, query: "li" });
  assert.deepEqual(triggerAt("@", 1), { sign: "@", start: 0, query: "" });
  assert.deepEqual(triggerAt("你好@晓", 4), { sign: "@", start: 2, query: "晓" });
  assert.deepEqual(triggerAt("@lin and more", 4), { sign: "@", start: 0, query: "lin" });
  for (const text of ["ann@example", "@lin mei", "no", ""]) assert.equal(triggerAt(text, text.length), null, text);
});

Deno.test("an emoji is being typed behind a colon that ends nothing, from two letters on", () => {
  assert.deepEqual(triggerAt("well :ta", 8), { sign: ":", start: 5, query: "ta" });
  assert.deepEqual(triggerAt(":笑", 2), { sign: ":", start: 0, query: "笑" });
  assert.deepEqual(triggerAt("(:+1", 4), { sign: ":", start: 1, query: "+1" });
  for (const text of [":D", ":", "http://x", "at 12:30", "note:this", "他说:好", ":tada party", "::name"]) {
    assert.equal(triggerAt(text, text.length), null, text);
  }
  assert.deepEqual(closedNameAt("so :tada:", 9), { sign: ":", start: 3, query: "tada" });
  for (const text of ["so :tada", "10:30:", ":", "::"]) assert.equal(closedNameAt(text, text.length), null, text);
});

Deno.test("people whose name begins so come first; nobody else is offered", () => {
  const people = [person("bo", "Noor Haddad"), person("norbert"), person("ann"), person("eleanor")];
  assert.deepEqual(completionsFor("no", people, 6).map(({ username }) => username), ["bo", "norbert", "eleanor"]);
  assert.deepEqual(completionsFor("no", people, 1).map(({ username }) => username), ["bo"]);
  assert.equal(completionsFor("", people, 6).length, 4);
});

Deno.test("the name takes the place of what was typed, with the space around it that its script wants", () => {
  assert.deepEqual(complete("hi @li", 6, { sign: "@", start: 3, query: "li" }, "lin"), { text: "hi @lin ", caret: 8 });
  assert.deepEqual(complete("@li there", 3, { sign: "@", start: 0, query: "li" }, "lin"), {
    text: "@lin there",
    caret: 5,
  });
  assert.deepEqual(complete("né@li", 5, { sign: "@", start: 2, query: "li" }, "lin"), { text: "né @lin ", caret: 8 });
  assert.deepEqual(complete("你好@晓", 4, { sign: "@", start: 2, query: "晓" }, "晓雨"), {
    text: "你好@晓雨 ",
    caret: 6,
  });
  assert.deepEqual(complete("so:ta", 5, { sign: ":", start: 2, query: "ta" }, "🎉"), { text: "so🎉 ", caret: 5 });
});
