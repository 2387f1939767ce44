import type { FactDraft } from "@/db/fact_writer.ts";
import type { MessageDoor } from "@/db/messages.ts";
import type { ChatDeps } from "./deps.ts";
import { refusalError } from "./refusals.ts";

/** Where an edit, recall or reaction stands: its own number and that of the message it changed. */
export interface Change {
  readonly conversationId: string;
  readonly messageId: string;
  readonly messageSeq: number;
  /** The number of the new fact, or of the one that made it so before. */
  readonly seq: number;
}

/** Hands a change to the writer; what it refuses becomes a failure of this verb. */
export async function appendChange(
  deps: ChatDeps,
  verb: "edit" | "recall" | "react",
  door: MessageDoor,
  draft: FactDraft,
): Promise<Change> {
  const result = await deps.writer.append(draft);
  if (result.outcome === "refused") throw refusalError(verb, result.why);
  return { conversationId: door.conversationId, messageId: door.id, messageSeq: door.seq, seq: result.seq };
}
