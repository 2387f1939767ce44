/**
 * What clients saw, checked against what the store holds: the promises about order and loss, as one function. The idea
 * is Jepsen's: generate traffic, break things, and judge the record afterwards.
 */

/** `t` is any clock that all clients share, in milliseconds; `who` is one client of one person. */
interface At {
  readonly t: number;
  readonly who: string;
  readonly conversation: string;
}

export type HistoryEntry =
  | At & { readonly op: "send"; readonly author: string; readonly clientId: string; readonly content: string }
  | At & {
    readonly op: "ack";
    readonly author: string;
    readonly clientId: string;
    readonly id: string;
    readonly seq: number;
  }
  | At & { readonly op: "error"; readonly author: string; readonly clientId: string; readonly code: string }
  /** Shown to the reader, each time it is shown. `content` only where the fact is a message somebody sent. */
  | At & { readonly op: "deliver"; readonly id: string; readonly seq: number; readonly content?: string }
  /** The reader has everything up to this seq, or came in behind it: what follows must be complete. */
  | At & { readonly op: "join"; readonly seq: number }
  /** From here on nothing may reach the reader. */
  | At & { readonly op: "removed" };

/** A message or event as the store holds it; `clientId` and `content` only for messages that somebody sent. */
export interface StoredFact {
  readonly conversation: string;
  readonly seq: number;
  readonly id: string;
  readonly author?: string;
  readonly clientId?: string;
  readonly content?: string;
}

export interface Violation {
  /** The letter of the promise in the list of `checkHistory`. */
  readonly promise: "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i";
  readonly what: string;
}

/** How long after a removal a frame that was on its way may still arrive. */
const REMOVAL_MS = 1_000;

type Entry<Op extends HistoryEntry["op"]> = Extract<HistoryEntry, { op: Op }>;

/**
 * Every broken promise: (a) what was acked is stored, under the acked id and seq; (b) one row per conversation, author
 * and client id; (c) a send without an ack is stored zero or one time and as it was sent; (d) each reader's seqs strictly
 * increase and in the end are all the stored ones since it joined; (e) one seq is the same fact for everybody; (f)
 * nothing is delivered that was not sent; (g) nothing is delivered later than a second after a removal; (h) the seqs of a
 * conversation are 1…n; (i) what an author sends after an ack comes after it. Call it when all readers have caught up.
 */
export function checkHistory(history: readonly HistoryEntry[], stored: readonly StoredFact[]): Violation[] {
  return [
    ...checkAcked(history, stored),
    ...checkStoredOnce(stored),
    ...checkStoredAsSent(history, stored),
    ...checkReaders(history, stored),
    ...checkSameForAll(history, stored),
    ...checkNothingInvented(history, stored),
    ...checkRemoved(history),
    ...checkDense(stored),
    ...checkAuthorsOrder(history),
  ];
}

function checkAcked(history: readonly HistoryEntry[], stored: readonly StoredFact[]): Violation[] {
  const rows = new Map(stored.map((fact) => [draftKey(fact), fact]));
  return only(history, "ack").flatMap((ack) => {
    const row = rows.get(draftKey(ack));
    if (row?.id === ack.id && row.seq === ack.seq) return [];
    return violation("a", `${say(ack)} was acked as seq ${ack.seq}, stored is ${row ? `seq ${row.seq}` : "nothing"}`);
  });
}

function checkStoredOnce(stored: readonly StoredFact[]): Violation[] {
  const drafts = Map.groupBy(stored.filter(({ clientId }) => clientId !== undefined), draftKey);
  return [...drafts.values()].flatMap(([row, ...more]) =>
    row && more.length > 0 ? violation("b", `${say(row)} is stored ${more.length + 1} times`) : []
  );
}

/** "Zero or one time" is (b) again; what is left to see is that the one is what was sent. */
function checkStoredAsSent(history: readonly HistoryEntry[], stored: readonly StoredFact[]): Violation[] {
  const sends = Map.groupBy(only(history, "send"), draftKey);
  return stored.filter(({ clientId }) => clientId !== undefined).flatMap((row) => {
    const sent = sends.get(draftKey(row)) ?? [];
    return sent.some(({ content }) => content === row.content)
      ? []
      : violation("c", `${say(row)} is stored as seq ${row.seq} and was never sent like that`);
  });
}

function checkReaders(history: readonly HistoryEntry[], stored: readonly StoredFact[]): Violation[] {
  const heads = new Map([...Map.groupBy(stored, ({ conversation }) => conversation)].map(([conversation, facts]) => [
    conversation,
    facts.reduce((head, { seq }) => Math.max(head, seq), 0),
  ]));
  const readers = Map.groupBy(
    history.filter(isReading),
    ({ who, conversation }) => JSON.stringify([who, conversation]),
  );
  return [...readers.values()].flatMap((entries) =>
    checkReader(entries, heads.get(entries[0]?.conversation ?? "") ?? 0)
  );
}

/** Walks one reader through one conversation: `next` is what has to come. */
function checkReader(entries: readonly ReadingEntry[], head: number): Violation[] {
  const violations: Violation[] = [];
  let next = 1;
  let isMember = true;
  for (const entry of entries) {
    if (entry.op === "join") next = entry.seq + 1;
    isMember = entry.op === "join" || (entry.op === "removed" ? false : isMember);
    if (entry.op !== "deliver" || !isMember) continue;
    if (entry.seq < next) {
      violations.push(...violation("d", `${reader(entry)} was shown seq ${entry.seq} after ${next - 1}`));
    }
    if (entry.seq > next) violations.push(...violation("d", `${reader(entry)} missed seq ${next} to ${entry.seq - 1}`));
    next = Math.max(next, entry.seq + 1);
  }
  const [first] = entries;
  if (first && isMember && next <= head) {
    violations.push(...violation("d", `${reader(first)} missed seq ${next} to ${head}, the last`));
  }
  return violations;
}

function checkSameForAll(history: readonly HistoryEntry[], stored: readonly StoredFact[]): Violation[] {
  const facts = new Map(stored.map((fact) => [seqKey(fact), fact]));
  return only(history, "deliver").flatMap((shown) => {
    const fact = facts.get(seqKey(shown));
    if (!fact || (fact.id === shown.id && (shown.content ?? fact.content) === fact.content)) return [];
    return violation("e", `${reader(shown)} was shown another fact than the stored one as seq ${shown.seq}`);
  });
}

function checkNothingInvented(history: readonly HistoryEntry[], stored: readonly StoredFact[]): Violation[] {
  const facts = new Set(stored.map(seqKey));
  const sent = new Set(
    only(history, "send").map(({ conversation, content }) => JSON.stringify([conversation, content])),
  );
  return only(history, "deliver").flatMap((shown) => {
    if (!facts.has(seqKey(shown))) {
      return violation("f", `${reader(shown)} was shown seq ${shown.seq}, which is not stored`);
    }
    const isSent = shown.content === undefined || sent.has(JSON.stringify([shown.conversation, shown.content]));
    return isSent ? [] : violation("f", `${reader(shown)} was shown what nobody sent as seq ${shown.seq}`);
  });
}

function checkRemoved(history: readonly HistoryEntry[]): Violation[] {
  const readers = Map.groupBy(
    history.filter(isReading),
    ({ who, conversation }) => JSON.stringify([who, conversation]),
  );
  return [...readers.values()].flatMap((entries) => {
    let endsAt = Infinity;
    return entries.flatMap((entry) => {
      if (entry.op === "removed") endsAt = entry.t + REMOVAL_MS;
      if (entry.op === "join") endsAt = Infinity;
      const isLate = entry.op === "deliver" && entry.t > endsAt;
      return isLate
        ? violation("g", `${reader(entry)} was shown seq ${entry.seq} more than a second after removal`)
        : [];
    });
  });
}

function checkDense(stored: readonly StoredFact[]): Violation[] {
  return [...Map.groupBy(stored, ({ conversation }) => conversation)].flatMap(([conversation, facts]) => {
    const seqs = facts.map(({ seq }) => seq).sort((a, b) => a - b);
    const wrong = seqs.findIndex((seq, index) => seq !== index + 1);
    return wrong < 0 ? [] : violation("h", `${conversation} holds seq ${seqs[wrong]} where ${wrong + 1} belongs`);
  });
}

function checkAuthorsOrder(history: readonly HistoryEntry[]): Violation[] {
  const seqs = new Map(only(history, "ack").map((ack) => [draftKey(ack), ack.seq]));
  const acked = new Map<string, number>();
  const seen = new Set<string>();
  return inTime(history).flatMap((entry) => {
    const line = "author" in entry ? JSON.stringify([entry.conversation, entry.author]) : "";
    if (entry.op === "ack") acked.set(line, Math.max(acked.get(line) ?? 0, entry.seq));
    if (entry.op !== "send" || seen.has(draftKey(entry))) return []; // a retry keeps the place of the first attempt
    seen.add(draftKey(entry));
    const [seq, before] = [seqs.get(draftKey(entry)) ?? Infinity, acked.get(line) ?? 0];
    return seq > before
      ? []
      : violation("i", `${say(entry)} got seq ${seq}, though ${before} was acked before it was sent`);
  });
}

type ReadingEntry = Entry<"deliver" | "join" | "removed">;
const isReading = (entry: HistoryEntry): entry is ReadingEntry => ["deliver", "join", "removed"].includes(entry.op);

const inTime = (history: readonly HistoryEntry[]) => [...history].sort((a, b) => a.t - b.t);

const only = <Op extends HistoryEntry["op"]>(history: readonly HistoryEntry[], op: Op): Entry<Op>[] =>
  history.filter((entry): entry is Entry<Op> => entry.op === op);

const violation = (promise: Violation["promise"], what: string): Violation[] => [{ promise, what }];

type Draft = { readonly conversation: string; readonly author?: string; readonly clientId?: string };

const draftKey = ({ conversation, author, clientId }: Draft) => JSON.stringify([conversation, author, clientId]);
const seqKey = ({ conversation, seq }: { conversation: string; seq: number }) => JSON.stringify([conversation, seq]);
const say = ({ conversation, author, clientId }: Draft) => `${author}'s ${clientId} in ${conversation}`;
const reader = ({ who, conversation }: At) => `${who} in ${conversation}`;
