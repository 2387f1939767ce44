import type { AttachmentRow } from "@/db/attachments.ts";
import { ChatError } from "@/lib/errors.ts";
import { type DraftInput, newDraft } from "./check_draft.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { type Ack, sendMessage, type SendTarget } from "./send_message.ts";

/** A file that came with a form. */
export type IncomingFile = Pick<File, "name" | "size" | "stream">;

export interface SentFiles {
  readonly ack: Ack;
  readonly files: readonly AttachmentRow[];
}

/** Stores files and sends one message with them. When it cannot be sent, nothing is left of them. */
export async function sendFiles(
  deps: ChatDeps,
  actor: Actor,
  target: SendTarget,
  incoming: readonly IncomingFile[],
  input: Omit<DraftInput, "attachments">,
): Promise<SentFiles> {
  const { files } = deps;
  if (!files) throw new ChatError("files_off");
  await deps.rates.take("upload", actor.id);
  const rows: AttachmentRow[] = [];
  try {
    for (const { name, size, stream } of incoming.map(bound)) {
      rows.push(await files.upload(actor.id, { name, size }, stream()));
    }
    const draft = newDraft({ ...input, attachments: rows.map((row) => row.id) });
    return { ack: await sendMessage(deps, actor, target, draft), files: rows };
  } catch (error) {
    // What a message has meanwhile is not unsent any more and stays.
    for (const { id } of rows) await files.discard(actor.id, id).catch(() => {});
    throw error;
  }
}

const bound = (file: IncomingFile) => ({ name: file.name, size: file.size, stream: () => file.stream() });
