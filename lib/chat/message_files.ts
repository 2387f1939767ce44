import {
  type AttachmentRow,
  claimAttachments,
  isMessageStored,
  type MessageName,
  releaseAttachments,
} from "@/db/attachments.ts";
import { ChatError } from "@/lib/errors.ts";
import { attachmentJson, isPictureRow } from "@/lib/files/attachment_json.ts";
import { isId } from "@/lib/ids.ts";
import type { AttachmentJson, MessageType } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "./deps.ts";

/** The files of one message to be. */
export interface MessageFiles {
  readonly attachments: readonly AttachmentJson[];
  readonly type: MessageType;
  /** For when the message was refused. */
  release(): Promise<void>;
}

/**
 * Gives the author's own unsent files to a message, before it is stored: a message never lists what it has not. By the name
 * that its repeats have too, so that a retry finds its files again.
 */
export async function claimFiles(deps: ChatDeps, ids: readonly string[], message: MessageName): Promise<MessageFiles> {
  const asked = [...new Set(ids)];
  const rows = asked.every(isId) ? [...await claimAttachments(deps.db, asked, message)] : [];
  const release = async () => void await releaseAttachments(deps.db, rows.map((row) => row.id), message);
  // The files of a recalled message are gone, and still its repeat is answered as such.
  if (rows.length === asked.length || await isMessageStored(deps.db, message)) return filesOf(rows, asked, release);
  await release();
  throw new ChatError("invalid", {
    text: "Cannot send message: attachments must be files of your own that are in no message",
    field: "attachments",
  });
}

function filesOf(rows: readonly AttachmentRow[], order: readonly string[], release: () => Promise<void>): MessageFiles {
  const inOrder = rows.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return { attachments: inOrder.map(attachmentJson), type: inOrder.every(isPictureRow) ? "image" : "file", release };
}
