import { postNotice } from "@/db/notices.ts";
import { keepSetting } from "@/db/settings.ts";
import { ChatError } from "@/lib/errors.ts";
import { newId } from "@/lib/ids.ts";
import { checkContent } from "./check_draft.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { messageFrame } from "./frames.ts";
import type { Ack } from "./send_message.ts";

/** Where the id of the notices conversation is kept, the same for all instances. */
const SETTING = "notices_conversation";

/** A system notice to everyone, by an administrator: a message in the notices conversation, live and stored. */
export async function sendNotice(deps: ChatDeps, actor: Actor, text: string): Promise<Ack> {
  if (!actor.isAdmin) throw new ChatError("forbidden");
  const content = checkContent(text, deps.limits, "send notice");
  const id = newId(deps.clock.now());
  const conversationId = String(await keepSetting(deps.db.orm, SETTING, newId(deps.clock.now())));
  const { seq, createdAt, joined } = await postNotice(deps.db, { conversationId, id, authorId: actor.id, content });
  const frame = messageFrame({
    conversationId,
    kind: "group",
    directKey: null,
    id,
    seq,
    authorId: actor.id,
    authorName: actor.displayName,
    clientId: id,
    type: "text",
    content,
    data: { system: { action: "notice" } },
    quote: null,
    createdAt,
  });
  deps.announcer.facts({ conversationId, kind: "group", facts: [{ seq, frame }], joined });
  return { client_id: id, id, seq, conversation_id: conversationId, created_at: createdAt.toISOString() };
}
