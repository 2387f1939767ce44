import { newDraft } from "./check_draft.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { type Ack, sendMessage, type SendTarget } from "./send_message.ts";

/** A message as JSON over HTTP; the names are those of the frames. */
interface MessageBody {
  readonly content: string;
  readonly client_id?: string | null;
  readonly message_type?: "text" | "image" | "file" | null;
  readonly reply_to?: string | null;
  readonly attachments?: readonly string[] | null;
}

/** Sends what came as JSON over HTTP. Sockets count their frames themselves; here the person's allowance is taken. */
export async function sendFromBody(
  deps: ChatDeps,
  actor: Actor,
  target: SendTarget,
  body: MessageBody,
): Promise<Ack> {
  await deps.rates.take("message", actor.id);
  const draft = newDraft({
    content: body.content,
    clientId: body.client_id,
    messageType: body.message_type,
    replyTo: body.reply_to,
    attachments: body.attachments ?? [],
  });
  return await sendMessage(deps, actor, target, draft);
}
