import assert from "node:assert/strict";
import { newsOf } from "./receipt_news.ts";

const messages = [
  { id: "m7", seq: 7, authorId: "bob" },
  { id: "m5", seq: 5, authorId: "ann" },
  { id: "m3", seq: 3, authorId: "ann" },
  { id: "m2", seq: 2, authorId: "bob" },
];

Deno.test("each author is told once per seq, with the newest own message that is covered", () => {
  assert.deepEqual(newsOf([{ userId: "cem", after: 0, upTo: 7 }, { userId: "dee", after: 4, upTo: 7 }], messages), [
    { authorId: "bob", readers: ["cem", "dee"], seq: 7, messageId: "m7" },
    { authorId: "ann", readers: ["cem", "dee"], seq: 7, messageId: "m5" },
  ]);
});

Deno.test("who reads one's own messages tells nobody, and a stretch without messages neither", () => {
  assert.deepEqual(newsOf([{ userId: "ann", after: 2, upTo: 5 }], messages), []);
  assert.deepEqual(newsOf([{ userId: "cem", after: 5, upTo: 6 }], messages), []);
});

Deno.test("different seqs stay apart, so that no mark is told higher than it is", () => {
  assert.deepEqual(newsOf([{ userId: "cem", after: 0, upTo: 4 }, { userId: "dee", after: 0, upTo: 5 }], messages), [
    { authorId: "ann", readers: ["cem"], seq: 4, messageId: "m3" },
    { authorId: "bob", readers: ["cem"], seq: 4, messageId: "m2" },
    { authorId: "ann", readers: ["dee"], seq: 5, messageId: "m5" },
    { authorId: "bob", readers: ["dee"], seq: 5, messageId: "m2" },
  ]);
});
