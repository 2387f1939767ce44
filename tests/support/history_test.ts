import assert from "node:assert/strict";
import { checkHistory, type HistoryEntry, type StoredFact } from "./history.ts";

let clock = 0;
const at = (who: string) => ({ t: clock++, who, conversation: "c" });
const send = (author: string, clientId: string): HistoryEntry => ({
  ...at(author),
  op: "send",
  author,
  clientId,
  content: `text of ${clientId}`,
});
const ack = (author: string, clientId: string, seq: number): HistoryEntry => ({
  ...at(author),
  op: "ack",
  author,
  clientId,
  seq,
  id: `id-${seq}`,
});
const deliver = (who: string, clientId: string, seq: number): HistoryEntry => ({
  ...at(who),
  op: "deliver",
  seq,
  id: `id-${seq}`,
  content: `text of ${clientId}`,
});
const row = (author: string, clientId: string, seq: number): StoredFact => ({
  conversation: "c",
  author,
  clientId,
  seq,
  id: `id-${seq}`,
  content: `text of ${clientId}`,
});
const joined = (who: string, seq: number): HistoryEntry => ({ ...at(who), op: "join", seq });
const removed = (who: string): HistoryEntry => ({ ...at(who), op: "removed" });

/** Ann says m1 and m2, Bob is shown both. */
const HISTORY = [
  joined("bob", 0),
  send("ann", "m1"),
  ack("ann", "m1", 1),
  deliver("bob", "m1", 1),
  send("ann", "m2"),
  ack("ann", "m2", 2),
  deliver("bob", "m2", 2),
];
const STORED = [row("ann", "m1", 1), row("ann", "m2", 2)];

function broken(history: readonly HistoryEntry[], stored: readonly StoredFact[]): string {
  return [...new Set(checkHistory(history, stored).map(({ promise }) => promise))].sort().join("");
}

const without = (index: number) => HISTORY.filter((_, i) => i !== index);

Deno.test("a history without a fault passes, also with a send that was never answered and never stored", () => {
  assert.deepEqual(checkHistory(HISTORY, STORED), []);
  assert.deepEqual(checkHistory([...HISTORY, send("ann", "m3")], STORED), []);
});

Deno.test("a send without an ack may be stored, once, and then readers must see it", () => {
  const stored = [...STORED, row("ann", "m3", 3)];
  assert.equal(broken([...HISTORY, send("ann", "m3"), deliver("bob", "m3", 3)], stored), "");
  assert.equal(broken([...HISTORY, send("ann", "m3")], stored), "d");
});

Deno.test("(a) an acked message that is not stored, or under another seq, is caught", () => {
  assert.match(broken(HISTORY, STORED.slice(0, 1)), /a/);
  assert.match(broken([...HISTORY, ack("ann", "m1", 2)], STORED), /a/);
});

Deno.test("(b) a message that is stored twice is caught", () => {
  assert.match(broken([...HISTORY, deliver("bob", "m2", 3)], [...STORED, row("ann", "m2", 3)]), /b/);
});

Deno.test("(c) a row that nobody sent like that is caught", () => {
  const changed = { ...row("ann", "m2", 2), content: "something else" };
  assert.match(broken(HISTORY, [row("ann", "m1", 1), changed]), /c/);
  assert.match(broken(HISTORY, [...STORED, row("eve", "m9", 3)]), /c/);
});

Deno.test("(d) a reader who misses one, is shown one twice or out of order, is caught", () => {
  assert.equal(broken(without(3), STORED), "d");
  assert.equal(broken(without(6), STORED), "d");
  assert.equal(broken([...HISTORY, deliver("bob", "m2", 2)], STORED), "d");
});

Deno.test("(d) whoever joins later needs only what follows, whoever was removed needs nothing more", () => {
  const later = [joined("cem", 1), deliver("cem", "m2", 2)];
  assert.equal(broken([...HISTORY, ...later], STORED), "");
  assert.equal(broken([...HISTORY, joined("cem", 1)], STORED), "d");
  assert.equal(broken([...HISTORY, joined("cem", 1), removed("cem")], STORED), "");
});

Deno.test("(e) a seq that is another fact for one reader is caught", () => {
  assert.match(broken([...without(6), deliver("bob", "m1", 2)], STORED), /e/);
});

Deno.test("(f) a delivery that is not stored, or that nobody sent, is caught", () => {
  assert.match(broken([...HISTORY, deliver("bob", "m3", 3)], STORED), /f/);
  assert.match(broken([...without(6), { ...deliver("bob", "ghost", 2) }], STORED), /f/);
});

Deno.test("(g) a delivery long after a removal is caught, one that was on its way is not", () => {
  const gone: HistoryEntry[] = [{ t: 100, who: "bob", conversation: "c", op: "removed" }];
  const late = (t: number): HistoryEntry => ({ ...deliver("bob", "m3", 3), t });
  const stored = [...STORED, row("ann", "m3", 3)];
  assert.equal(broken([...HISTORY, send("ann", "m3"), ...gone, late(900)], stored), "");
  assert.equal(broken([...HISTORY, send("ann", "m3"), ...gone, late(1_200)], stored), "g");
});

Deno.test("(h) a hole and a number given twice are caught", () => {
  const numbered = (...seqs: number[]) => seqs.map((seq) => ({ conversation: "c", seq, id: `id-${seq}` }));
  assert.equal(broken([], numbered(1, 2, 3)), "");
  assert.equal(broken([], numbered(1, 3)), "h");
  assert.equal(broken([], numbered(1, 2, 2)), "h");
  assert.equal(broken([], numbered(2, 3)), "h");
});

Deno.test("(i) a message sent after an ack and numbered before it is caught, a retry is not", () => {
  const stored = [row("ann", "m2", 1), row("ann", "m1", 2)];
  const swapped = [send("ann", "m1"), ack("ann", "m1", 2), send("ann", "m2"), ack("ann", "m2", 1)];
  assert.equal(broken(swapped, stored), "i");
  const retried = [send("ann", "m2"), send("ann", "m1"), ack("ann", "m1", 2), send("ann", "m2"), ack("ann", "m2", 1)];
  assert.equal(broken(retried, stored), "");
});

Deno.test("system messages and events take part in the numbers and the order, not in the sending", () => {
  const event = { conversation: "c", seq: 3, id: "id-3" };
  const shown: HistoryEntry = { ...at("bob"), op: "deliver", seq: 3, id: "id-3" };
  assert.equal(broken([...HISTORY, shown], [...STORED, event]), "");
  assert.equal(broken(HISTORY, [...STORED, event]), "d");
});
