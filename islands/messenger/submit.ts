import type { Room } from "@/lib/client/room.ts";
import type { AttachmentJson, MessageJson, QuoteJson } from "@/lib/protocol/messages.ts";
import type { Model } from "./model.ts";
import { edit } from "./verbs.ts";

/** Sends what was written, or changes the message that is being edited. True: the field is free again. */
export function submitMessage(
  model: Model,
  room: Room,
  content: string,
  files: readonly AttachmentJson[] = [],
): boolean {
  const { chat, desk, first } = model;
  const composing = desk.composingIn(room.id);
  if (composing?.kind === "edit") {
    if (content === composing.message.content) desk.compose(room.id, null);
    else {
      void edit(model, composing.message, content).then((done) => {
        if (done && desk.composingIn(room.id) === composing) desk.compose(room.id, null);
      });
    }
    return false;
  }
  const replyTo = composing?.message ?? (first?.details.id === room.id ? first.replyTo : null);
  desk.compose(room.id, null);
  void chat.send(room.id, content, replyTo && quoteOf(replyTo), files);
  return true;
}

const quoteOf = ({ id, seq, sender_id, content, message_type, is_deleted, data }: MessageJson): QuoteJson => ({
  id,
  seq,
  sender_id,
  content,
  message_type,
  is_deleted,
  attachment_name: data.attachments?.[0]?.name,
});
