import { signal } from "@preact/signals";
import type { MessageJson } from "@/lib/protocol/messages.ts";

/** What the next message does beside being sent. */
export interface Composing {
  readonly kind: "reply" | "edit";
  readonly message: MessageJson;
}

/** What lies over the page; one at a time. */
export type Layer =
  | { readonly kind: "menu"; readonly message: MessageJson; readonly at: Spot | null }
  | { readonly kind: "reactions"; readonly message: MessageJson; readonly at: Spot | null }
  | { readonly kind: "emoji"; readonly at: Spot | null; readonly onChoose: (glyph: string) => void }
  | { readonly kind: "recall"; readonly message: MessageJson }
  | { readonly kind: "readers"; readonly message: MessageJson }
  | { readonly kind: "picture"; readonly href: string }
  | { readonly kind: "palette" }
  | { readonly kind: "keys" };

/** A place on the screen, in pixels of the window. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A short word, or a message that has come to another conversation. */
export type Note = Word | MessageNote;

export interface MessageNote {
  readonly kind: "message";
  readonly conversationId: string;
  readonly sender: { readonly id: string; readonly name: string; readonly picture: string };
  /** Name of the group; null in a direct chat. */
  readonly group: string | null;
  readonly line: string;
  readonly mentionsMe: boolean;
}

export interface Word {
  readonly kind: "done" | "error" | "info";
  readonly text: string;
  readonly action?: { readonly label: string; readonly act: () => void };
}

/** What this page has in hand: of no interest to the server, and gone with the page. */
export class Desk {
  readonly layer = signal<Layer | null>(null);
  readonly note = signal<Note | null>(null);
  readonly filter = signal<"all" | "unread" | "mentions">("all");
  readonly details = signal<"open" | "closed" | null>(null);
  /** Said to screen readers. */
  readonly spoken = signal("");
  /** Raised when somebody begins or ceases to look at the page. */
  readonly attention = signal(0);
  readonly #composing = signal<ReadonlyMap<string, Composing>>(new Map());
  readonly #rewritten = new Map<string, string>();

  composingIn(conversationId: string): Composing | null {
    return this.#composing.value.get(conversationId) ?? null;
  }

  compose(conversationId: string, composing: Composing | null): void {
    const next = new Map(this.#composing.value);
    if (composing) next.set(conversationId, composing);
    else next.delete(conversationId);
    this.#rewritten.delete(conversationId);
    this.#composing.value = next;
  }

  /** What the message that is being edited has become so far; null: nobody has touched it. */
  rewrittenIn(conversationId: string): string | null {
    return this.#rewritten.get(conversationId) ?? null;
  }

  rewrite(conversationId: string, text: string): void {
    const { kind, message } = this.composingIn(conversationId) ?? {};
    if (kind !== "edit") return;
    if (text === message?.content) this.#rewritten.delete(conversationId);
    else this.#rewritten.set(conversationId, text);
  }
}
