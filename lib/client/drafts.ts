import { signal } from "@preact/signals";

/** The part of `Storage` that is used. */
export type TextStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "freshet.draft.";
/** Beyond this a draft is kept by the page but not stored. */
const STORED_CHARS = 64 * 1024;

/** What I have begun to write, one text a conversation. */
export class Drafts {
  readonly version = signal(0);
  readonly #storage: TextStorage | null;
  readonly #prefix: string;
  readonly #texts = new Map<string, string>();

  constructor(storage: TextStorage | null, userId: string) {
    this.#storage = storage;
    this.#prefix = `${PREFIX}${userId}.`;
  }

  /** Brings back what an earlier page kept; not before the first render, which knows only what the server knows. */
  restore(): void {
    for (const key of keysOf(this.#storage)) {
      const conversationId = key.slice(this.#prefix.length);
      const text = key.startsWith(this.#prefix) ? this.#storage?.getItem(key) : null;
      if (text && !this.#texts.has(conversationId)) this.#texts.set(conversationId, text);
    }
    this.version.value++;
  }

  get(conversationId: string): string {
    return this.#texts.get(conversationId) ?? "";
  }

  set(conversationId: string, text: string): void {
    if (this.get(conversationId) === text) return;
    if (text.trim() === "") this.#texts.delete(conversationId);
    else this.#texts.set(conversationId, text);
    this.#store(this.#prefix + conversationId, text);
    this.version.value++;
  }

  #store(key: string, text: string): void {
    try {
      if (text.trim() === "") this.#storage?.removeItem(key);
      else if (text.length <= STORED_CHARS) this.#storage?.setItem(key, text);
    } catch {
      // Full or forbidden: the page still has it.
    }
  }
}

/** Removes the drafts of everybody but `keepUserId`; at sign-out of everybody. */
export function clearDrafts(storage: TextStorage | null, keepUserId: string | null): void {
  for (const key of keysOf(storage)) {
    const isKept = keepUserId !== null && key.startsWith(`${PREFIX}${keepUserId}.`);
    if (key.startsWith(PREFIX) && !isKept) storage?.removeItem(key);
  }
}

function keysOf(storage: TextStorage | null): string[] {
  return Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? "");
}
