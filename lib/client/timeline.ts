import { signal } from "@preact/signals";
import type { FactFrame } from "@/lib/protocol/frames.ts";
import type { HiddenJson, MessageJson, TimelinePageJson } from "@/lib/protocol/messages.ts";
import { type ChangeFact, changeMessage, changeQuote, emptied, isChange, messageOfFact } from "./message_facts.ts";

type Entry = MessageJson | HiddenJson;

/** Which stretch was asked for; `before` and `after` are the window's edge at that time. */
export type PageWindow =
  | { readonly kind: "latest" }
  | { readonly kind: "around"; readonly seq: number }
  | { readonly kind: "before"; readonly seq: number }
  | { readonly kind: "after"; readonly seq: number };

/** Changes remembered, so that a page which was read before them can be brought up to date. */
const LOG_FACTS = 1_000;

const isMessage = (entry: Entry): entry is MessageJson => !("hidden" in entry);

/**
 * One loaded stretch of a conversation, without holes. Pages and facts come in any order and as often as they like: what is
 * shown is what the server has.
 */
export class Timeline {
  /** Raised with every change. */
  readonly version = signal(0);
  readonly conversationId: string;

  #entries: Entry[] = [];
  #log: FactFrame[] = [];
  /** All facts after this one are in the log. */
  #logFrom: number;
  /** What pages have shown beyond the log. */
  #pagedTo = 0;
  #loaded = false;
  #hasOlder = false;
  #hasNewer = false;

  /** `cursor`: facts after it will be given to `apply`. */
  constructor(conversationId: string, cursor: number) {
    this.conversationId = conversationId;
    this.#logFrom = cursor;
  }

  get isLoaded(): boolean {
    return this.#loaded;
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  /** True when the window ends before the newest message: new ones are then not shown. */
  get hasNewer(): boolean {
    return this.#hasNewer;
  }

  /** What is shown, oldest first. */
  get messages(): readonly MessageJson[] {
    return this.#entries.filter(isMessage);
  }

  get lowSeq(): number {
    return this.#entries[0]?.seq ?? 0;
  }

  get highSeq(): number {
    return this.#entries.at(-1)?.seq ?? 0;
  }

  find(seq: number): MessageJson | null {
    const entry = this.#entries[this.#indexOf(seq)];
    return entry?.seq === seq && isMessage(entry) ? entry : null;
  }

  findById(id: string): MessageJson | null {
    return this.messages.find((message) => message.id === id) ?? null;
  }

  hasClientId(authorId: string, clientId: string): boolean {
    return this.#entries.some((entry) =>
      isMessage(entry) && entry.client_id === clientId && entry.sender_id === authorId
    );
  }

  /**
   * Takes a page in. False when it cannot be used and should be asked for again: it is older than what is remembered, or
   * the window has moved meanwhile.
   */
  merge(page: TimelinePageJson, window: PageWindow): boolean {
    if (page.as_of < Math.max(this.#logFrom, this.#pagedTo)) return false;
    if (window.kind === "before" && window.seq !== this.lowSeq) return false;
    if (window.kind === "after" && window.seq !== this.highSeq) return false;
    if (window.kind === "before") {
      this.#entries = [...page.messages, ...this.#entries];
      this.#hasOlder = page.has_older;
    } else if (window.kind === "after") {
      this.#entries = [...this.#entries, ...page.messages];
      this.#hasNewer = page.has_newer;
    } else {
      this.#entries = [...page.messages];
      this.#hasOlder = page.has_older;
      this.#hasNewer = page.has_newer;
    }
    this.#loaded = true;
    this.#pagedTo = page.as_of;
    for (const fact of this.#log) {
      if (fact.seq > page.as_of) this.#take(fact);
    }
    this.version.value++;
    return true;
  }

  /** Facts in order of seq, each once. */
  apply(facts: readonly FactFrame[]): void {
    this.#log.push(...facts);
    if ((facts.at(-1)?.seq ?? 0) >= this.#pagedTo) this.#pagedTo = 0;
    const excess = this.#log.length - LOG_FACTS;
    if (excess > 0) this.#logFrom = this.#log.splice(0, excess).at(-1)?.seq ?? this.#logFrom;
    if (!this.#loaded) return;
    for (const fact of facts) this.#take(fact);
    this.version.value++;
  }

  /** The cursor jumped over facts that will never come: everything is to be loaded again. */
  reset(cursor: number): void {
    this.#entries = [];
    this.#log = [];
    this.#logFrom = cursor;
    this.#pagedTo = 0;
    this.#loaded = this.#hasOlder = this.#hasNewer = false;
    this.version.value++;
  }

  /** I have hidden it for myself; its number stays. */
  hide(seq: number): void {
    const index = this.#indexOf(seq);
    if (this.#entries[index]?.seq !== seq) return;
    this.#entries = this.#entries.with(index, { seq, hidden: true });
    this.#entries = this.#entries.map((entry) => this.#veiled(entry));
    this.version.value++;
  }

  /** Lets go of the far end, so that a long walk through the past stays light. */
  trim(keep: "oldest" | "newest", max: number): void {
    if (this.#entries.length <= max) return;
    if (keep === "oldest") {
      this.#entries = this.#entries.slice(0, max);
      this.#hasNewer = true;
    } else {
      this.#entries = this.#entries.slice(-max);
      this.#hasOlder = true;
    }
    this.version.value++;
  }

  #take(fact: FactFrame): void {
    if (isChange(fact)) this.#change(fact);
    else if (!this.#hasNewer && fact.seq > this.highSeq) {
      const entry = fact.type === "hidden" ? { seq: fact.seq, hidden: true as const } : messageOfFact(fact);
      if (entry) this.#entries = [...this.#entries, this.#veiled(entry)];
    }
  }

  /** What I have hidden is not to be read in the answers to it. Frames are the same for everybody, so it is done here. */
  #veiled(entry: Entry): Entry {
    const quote = isMessage(entry) ? entry.reply_to : null;
    if (!quote || quote.is_hidden || !isMessage(entry)) return entry;
    const quoted = this.#entries[this.#indexOf(quote.seq)];
    if (quoted?.seq !== quote.seq || isMessage(quoted)) return entry;
    return { ...entry, reply_to: { ...emptied(quote), is_hidden: true } };
  }

  #change(fact: ChangeFact): void {
    this.#entries = this.#entries.map((entry) => {
      if (!isMessage(entry)) return entry;
      if (entry.seq === fact.message_seq) return changeMessage(entry, fact);
      if (entry.reply_to?.id !== fact.message_id) return entry;
      return { ...entry, reply_to: changeQuote(entry.reply_to, fact) };
    });
  }

  /** Where the entry with this seq is, or would be. */
  #indexOf(seq: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.seq ?? Infinity) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
