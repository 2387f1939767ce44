import { ChatError } from "@/lib/errors.ts";
import { newId } from "@/lib/ids.ts";
import type { Draft } from "@/lib/protocol/frames.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import { byteLength, isTooLarge } from "@/lib/protocol/byte_length.ts";
import { isClientId } from "@/lib/protocol/id.ts";

/** What a form or a request gives; the rest of a draft has defaults. */
export interface DraftInput {
  readonly content: string;
  readonly clientId?: string | null;
  readonly messageType?: Draft["messageType"] | null;
  readonly replyTo?: string | null;
  readonly attachments?: readonly string[];
}

/** A draft from a form or a request: one without `clientId` gets one, so that a retry inside the server cannot double it. */
export const newDraft = (input: DraftInput): Draft => ({
  content: input.content,
  clientId: input.clientId || newId(),
  messageType: input.messageType ?? "text",
  replyTo: input.replyTo || null,
  attachments: input.attachments ?? [],
});

/** Refuses what cannot become a message, whatever path it came by; returns the draft with lines ended by `\n`. */
export function checkDraft(draft: Draft, limits: Limits): Draft {
  if (!isClientId(draft.clientId)) {
    throw new ChatError("invalid", {
      text: "Cannot send message: client_id must be 1 to 64 printable ASCII characters",
      field: "client_id",
    });
  }
  if (draft.messageType === "system") {
    throw new ChatError("invalid", {
      text: 'Cannot send message: message_type "system" is written by the server only',
      field: "message_type",
    });
  }
  return { ...draft, content: checkContent(draft.content, limits, "send message", draft.attachments.length > 0) };
}

/** The rules for a message's text: 1 byte to the limit, something to see in it, no U+0000. */
export function checkContent(text: string, limits: Limits, action: string, mayBeEmpty = false): string {
  const content = text.replaceAll("\r\n", "\n").toWellFormed();
  const refuse = (why: string) => new ChatError("invalid", { text: `Cannot ${action}: ${why}`, field: "content" });
  if (isTooLarge(content, limits.contentBytes)) {
    throw refuse(`content is ${grouped(byteLength(content))} bytes, at most ${grouped(limits.contentBytes)}`);
  }
  if (content.includes("\0")) throw refuse("content has the character U+0000");
  if (content === "" && !mayBeEmpty) throw refuse("content is empty");
  if (content !== "" && content.trim() === "") throw refuse("content is only white space");
  return content;
}

const grouped = (value: number): string => value.toLocaleString("en-US");
