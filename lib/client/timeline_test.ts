import assert from "node:assert/strict";
import fc from "fast-check";
import type { FactFrame } from "@/lib/protocol/frames.ts";
import type { HiddenJson, MessageJson, TimelinePageJson } from "@/lib/protocol/messages.ts";
import { Cursors } from "./cursors.ts";
import { changeMessage, changeQuote, isChange, messageOfFact } from "./message_facts.ts";
import { FakeClock } from "./testing/fake_clock.ts";
import { CONVERSATION, editedFact, ME, messageFact, PEER, reactedFact, recalledFact } from "./testing/facts.ts";
import { type PageWindow, Timeline } from "./timeline.ts";

/** What the server has stored after the first `asOf` facts. */
function stored(facts: readonly FactFrame[], asOf: number): MessageJson[] {
  let messages: MessageJson[] = [];
  for (const fact of facts.slice(0, asOf)) {
    const message = messageOfFact(fact);
    if (message) messages.push(message);
    if (!isChange(fact)) continue;
    messages = messages.map((known) => {
      if (known.seq === fact.message_seq) return changeMessage(known, fact);
      const quote = known.reply_to;
      return quote?.id === fact.message_id ? { ...known, reply_to: changeQuote(quote, fact) } : known;
    });
  }
  return messages;
}

function page(facts: readonly FactFrame[], asOf: number, window: PageWindow, limit: number): TimelinePageJson {
  const all = stored(facts, asOf);
  const [from, to] = bounds(all.map((message) => message.seq), window, limit);
  return { messages: all.slice(from, to), as_of: asOf, has_older: from > 0, has_newer: to < all.length };
}

function bounds(seqs: readonly number[], window: PageWindow, limit: number): [number, number] {
  if (window.kind === "before") {
    const to = seqs.filter((seq) => seq < window.seq).length;
    return [Math.max(0, to - limit), to];
  }
  const from = window.kind === "after"
    ? seqs.filter((seq) => seq <= window.seq).length
    : window.kind === "around"
    ? Math.max(0, Math.min(seqs.length - limit, seqs.filter((seq) => seq < window.seq).length - Math.floor(limit / 2)))
    : Math.max(0, seqs.length - limit);
  return [from, Math.min(seqs.length, from + limit)];
}

/** Facts numbered 1…n: messages, and changes of messages before them. */
const history = fc.array(
  fc.record({
    kind: fc.constantFrom("message", "message", "message", "reply", "edited", "recalled", "reacted"),
    at: fc.nat(),
    on: fc.boolean(),
  }),
  { minLength: 4, maxLength: 40, size: "large" },
).map((steps) => {
  const facts: FactFrame[] = [];
  const messages: number[] = [];
  for (const { kind, at, on } of steps) {
    const seq = facts.length + 1;
    const about = messages[at % Math.max(1, messages.length)];
    if (kind === "message" || about === undefined) facts.push(messageFact(seq));
    else if (kind === "reply") facts.push(messageFact(seq, { reply_to: quoteOf(stored(facts, seq - 1), about) }));
    else if (kind === "edited") facts.push(editedFact(seq, about, `edit ${seq}`));
    else if (kind === "recalled") facts.push(recalledFact(seq, about));
    else facts.push(reactedFact(seq, about, at % 2 === 0 ? ME : PEER, at % 3 === 0 ? "🌊" : "👍", on));
    if (messageOfFact(facts[seq - 1] ?? messageFact(seq))) messages.push(seq);
  }
  return facts;
});

function quoteOf(messages: readonly MessageJson[], seq: number) {
  const quoted = messages.find((message) => message.seq === seq);
  return {
    id: `m${seq}`,
    seq,
    sender_id: PEER,
    content: quoted?.content ?? "",
    message_type: "text" as const,
    is_deleted: quoted?.is_deleted ?? false,
  };
}

type Act = { readonly act: "frame" | "ask" | "answer" | "trim"; readonly pick: number };
const acts = fc.array(
  fc.record({ act: fc.constantFrom("frame", "frame", "frame", "ask", "ask", "answer", "trim"), pick: fc.nat() }),
  { minLength: 30, maxLength: 120 },
) as fc.Arbitrary<Act[]>;

const windows = (timeline: Timeline, pick: number): PageWindow => {
  const choices: PageWindow[] = [{ kind: "latest" }, { kind: "around", seq: 1 + pick % 20 }];
  if (timeline.isLoaded) {
    choices.push({ kind: "before", seq: timeline.lowSeq }, { kind: "after", seq: timeline.highSeq });
  }
  return choices[pick % choices.length] ?? { kind: "latest" };
};

Deno.test("any interleaving of pages, frames, repeats and reorderings ends at the server's state", () => {
  fc.assert(
    fc.property(history, fc.nat(), acts, fc.integer({ min: 1, max: 8 }), (facts, startPick, script, limit) => {
      const start = startPick % (facts.length + 1);
      const timeline = new Timeline(CONVERSATION, start);
      const cursors = new Cursors({
        clock: new FakeClock(),
        deliver: (_, inOrder) => timeline.apply(inOrder),
        fill: () => {},
        unknown: () => {},
      });
      cursors.start(CONVERSATION, start);
      const seen = new Map<number, number>();
      const asked: { window: PageWindow; answer: TimelinePageJson }[] = [];
      let committed = start;
      for (const { act, pick } of script) {
        if (act === "frame") {
          committed = Math.min(facts.length, committed + pick % 3);
          const next = cursors.all().get(CONVERSATION) ?? 0;
          const fact = facts[pick % 2 === 0 ? next : pick % Math.max(1, committed)];
          if (fact && fact.seq <= committed) cursors.offer(fact);
        } else if (act === "ask") {
          const window = windows(timeline, pick);
          // One in four comes from a copy of the server's state that lags behind.
          const asOf = pick % 4 === 0 ? pick % (committed + 1) : committed;
          asked.push({ window, answer: page(facts, asOf, window, limit) });
        } else if (act === "answer") {
          const [request] = asked.splice(pick % Math.max(1, asked.length), 1);
          if (request) timeline.merge(request.answer, request.window);
        } else timeline.trim(pick % 2 === 0 ? "oldest" : "newest", 1 + pick % 10);
        assertOnlyGrowsNewer(timeline, seen);
      }
      for (const request of asked) timeline.merge(request.answer, request.window);
      for (const fact of facts) cursors.offer(fact);
      if (!timeline.isLoaded) timeline.merge(page(facts, facts.length, { kind: "latest" }, limit), { kind: "latest" });
      assertIsStretch(timeline, stored(facts, facts.length));
      walk(timeline, facts, limit);
      assert.deepEqual(plain(timeline.messages), plain(stored(facts, facts.length)));
    }),
    { numRuns: 500 },
  );
});

/** No message goes back to an earlier state while it is shown. */
function assertOnlyGrowsNewer(timeline: Timeline, seen: Map<number, number>): void {
  const shown = new Map(timeline.messages.map((message) => [message.seq, message.changed_seq]));
  for (const [seq, changedSeq] of shown) assert.ok(changedSeq >= (seen.get(seq) ?? 0), `message ${seq} went back`);
  seen.clear();
  for (const [seq, changedSeq] of shown) seen.set(seq, changedSeq);
}

/** The window is a stretch of what is stored, with no hole, and ends at the newest unless it says otherwise. */
function assertIsStretch(timeline: Timeline, all: readonly MessageJson[]): void {
  const from = all.findIndex((message) => message.seq === timeline.lowSeq);
  const shown = timeline.messages;
  assert.deepEqual(plain(shown), plain(from < 0 ? [] : all.slice(from, from + shown.length)));
  if (!timeline.hasNewer) assert.equal(timeline.highSeq, all.at(-1)?.seq ?? 0);
}

function walk(timeline: Timeline, facts: readonly FactFrame[], limit: number): void {
  while (timeline.hasOlder || timeline.hasNewer) {
    const window: PageWindow = timeline.hasNewer
      ? { kind: "after", seq: timeline.highSeq }
      : { kind: "before", seq: timeline.lowSeq };
    assert.ok(timeline.merge(page(facts, facts.length, window, limit), window));
  }
}

/** Without the order of reactions and the numbers that only guard against stale changes. */
const plain = (messages: readonly MessageJson[]) =>
  messages.map((message) => ({
    ...message,
    changed_seq: 0,
    reactions: message.reactions.map((reaction) => ({ ...reaction, user_ids: [...reaction.user_ids].sort() }))
      .sort((a, b) => a.emoji < b.emoji ? -1 : 1),
  }));

Deno.test("a page that was read before a change does not undo it", () => {
  const facts = [messageFact(1), messageFact(2), editedFact(3, 1, "better")];
  const timeline = new Timeline(CONVERSATION, 2);
  const early = page(facts, 2, { kind: "latest" }, 50);
  timeline.apply(facts.slice(2));
  assert.ok(timeline.merge(early, { kind: "latest" }));
  assert.equal(timeline.find(1)?.content, "better");
  assert.notEqual(timeline.find(1)?.edited_at, null);
});

Deno.test("a page older than what is remembered is refused, and a fresh one taken", () => {
  const facts = [messageFact(1), messageFact(2)];
  const timeline = new Timeline(CONVERSATION, 2);
  assert.equal(timeline.merge(page(facts, 1, { kind: "latest" }, 50), { kind: "latest" }), false);
  assert.equal(timeline.merge(page(facts, 2, { kind: "latest" }, 50), { kind: "latest" }), true);
});

Deno.test("new messages are not shown while the window ends before the newest", () => {
  const facts = Array.from({ length: 10 }, (_, index) => messageFact(index + 1));
  const timeline = new Timeline(CONVERSATION, 9);
  timeline.merge(page(facts, 9, { kind: "around", seq: 3 }, 4), { kind: "around", seq: 3 });
  assert.equal(timeline.hasNewer, true);
  timeline.apply(facts.slice(9));
  assert.deepEqual(timeline.messages.map((message) => message.seq), [1, 2, 3, 4]);
});

Deno.test("a recalled message loses its content everywhere, its quotes included, and keeps its place", () => {
  const original = messageFact(1, { content: "secret" });
  const quote = {
    id: "m1",
    seq: 1,
    sender_id: PEER,
    content: "secret",
    message_type: "text",
    is_deleted: false,
  } as const;
  const timeline = new Timeline(CONVERSATION, 0);
  timeline.merge(page([], 0, { kind: "latest" }, 50), { kind: "latest" });
  timeline.apply([original, messageFact(2, { reply_to: quote }), reactedFact(3, 1, ME, "👍", true)]);
  assert.equal(timeline.find(1)?.reactions.length, 1);
  timeline.apply([recalledFact(4, 1)]);
  assert.equal(JSON.stringify(timeline.messages).includes("secret"), false);
  assert.deepEqual(timeline.messages.map((message) => [message.seq, message.is_deleted]), [[1, true], [2, false]]);
});

Deno.test("what I hid is not shown, and pages and facts about it keep it so", () => {
  const hidden: HiddenJson = { seq: 1, hidden: true };
  const timeline = new Timeline(CONVERSATION, 2);
  timeline.merge({ messages: [hidden], as_of: 2, has_older: false, has_newer: false }, { kind: "latest" });
  timeline.apply([messageFact(3), { type: "hidden", conversation_id: CONVERSATION, seq: 4 }]);
  assert.deepEqual(timeline.messages.map((message) => message.seq), [3]);
  timeline.hide(3);
  timeline.apply([editedFact(5, 3, "again")]);
  assert.deepEqual(timeline.messages, []);
});

Deno.test("what I hid is not read in the answers to it, those that stand there and those that come", () => {
  const quote = {
    id: "10000000-0000-7000-8000-000000000001",
    seq: 1,
    sender_id: ME,
    content: "secret",
    message_type: "text",
    is_deleted: false,
  } as const;
  const timeline = new Timeline(CONVERSATION, 0);
  timeline.merge(page([], 0, { kind: "latest" }, 50), { kind: "latest" });
  timeline.apply([messageFact(1, { content: "secret" }), messageFact(2, { reply_to: quote })]);
  assert.equal(timeline.find(2)?.reply_to?.content, "secret");
  timeline.hide(1);
  timeline.apply([messageFact(3, { reply_to: quote }), editedFact(4, 1, "secret again")]);
  assert.deepEqual(timeline.messages.map(({ reply_to }) => reply_to?.is_hidden), [true, true]);
  assert.equal(JSON.stringify(timeline.messages).includes("secret"), false);
});
