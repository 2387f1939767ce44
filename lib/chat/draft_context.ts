import type { ConversationKey } from "@/db/conversations.ts";
import type { ConversationKind, QuoteJson } from "@/lib/protocol/messages.ts";

/** Travels with a message draft through the writer, so that its frame is built without a read. */
export class MessageContext {
  constructor(
    readonly conversation: ConversationKey,
    readonly authorName: string,
    readonly quote: QuoteJson | null,
  ) {}
}

/** Travels with an edit, a recall or a reaction. */
export class ChangeContext {
  constructor(
    readonly kind: ConversationKind,
    readonly messageId: string,
  ) {}
}
