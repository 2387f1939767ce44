import type { AttachmentJson, MessageType, QuoteJson } from "@/lib/protocol/messages.ts";

/** Where a message goes: a direct chat is addressed by the other person. */
export type Target =
  | { readonly kind: "direct"; readonly to: string }
  | { readonly kind: "group" };

/** `sent`: acknowledged, and about to be seen in the timeline. */
export type OutboxState = "queued" | "sending" | "sent" | "failed";

/** A message of mine from Enter until the server has it. */
export interface OutboxItem {
  readonly clientId: string;
  readonly conversationId: string;
  readonly target: Target;
  readonly content: string;
  readonly messageType: MessageType;
  readonly replyTo: QuoteJson | null;
  readonly attachments: readonly string[];
  /** The same, to be shown. */
  readonly files?: readonly AttachmentJson[];
  readonly createdAt: number;
  /** Position among all my messages. */
  readonly order: number;
  readonly state: OutboxState;
  readonly tries: number;
  /** Failure code, once it has failed. */
  readonly reason: string | null;
  /** When it goes out again by itself, if the server asked to wait. */
  readonly retryAt: number | null;
}

/** What the composer hands over. */
export type OutboxDraft = Pick<
  OutboxItem,
  "conversationId" | "target" | "content" | "messageType" | "replyTo" | "attachments" | "files"
>;

/** Where unsent messages outlive the page. */
export interface OutboxStorage {
  /** Messages that no other open page is sending, oldest first. */
  adopt(): Promise<readonly OutboxItem[]>;
  save(item: OutboxItem): Promise<void>;
  remove(clientId: string): Promise<void>;
}
