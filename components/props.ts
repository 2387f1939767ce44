import type { MessageJson, PersonJson } from "@/lib/protocol/messages.ts";

/** Who looks at the page. */
export interface Viewer {
  readonly id: string;
  readonly displayName: string;
  readonly username: string;
  readonly avatar: string;
  readonly isAdmin: boolean;
}

/** People whose name or picture a chat may need, by id: members, and authors who have left. */
export type People = Readonly<Record<string, PersonJson>>;

/** Where a message of mine is on its way, before the server has it. */
export type OutboxState = "queued" | "sending" | "failed";

/** A message as a timeline shows it: stored, or still in the outbox (then `seq` is 0 and `id` is its client id). */
export type TimelineMessage = MessageJson & {
  readonly state?: OutboxState;
  /** Why it failed, as a sentence for people. */
  readonly failure?: string;
};

/** How far my message has come in a group, counted over the others. */
export interface GroupReceipt {
  readonly state: "sent" | "delivered" | "read";
  readonly readers: number;
  readonly others: number;
}
