import { ChatError } from "@/lib/errors.ts";
import { accessMessage } from "./access.ts";
import { appendChange, type Change } from "./change.ts";
import { checkContent } from "./check_draft.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { ChangeContext } from "./draft_context.ts";
import { resolveMentions } from "./mentions.ts";

/** Changes the text of one's own message within the edit window. What it said before is kept until it is recalled. */
export async function editMessage(deps: ChatDeps, actor: Actor, messageId: string, text: string): Promise<Change> {
  const content = checkContent(text, deps.limits, "edit message");
  const door = await accessMessage(deps, actor.id, messageId);
  if (door.type === "system") throw new ChatError("cannot_edit");
  const mentions = await resolveMentions(deps.db, door.conversationId, content);
  return await appendChange(deps, "edit", door, {
    kind: "edit",
    conversationId: door.conversationId,
    authorId: actor.id,
    messageSeq: door.seq,
    content,
    data: mentions.length === 0 ? {} : { mentions },
    notBefore: new Date(deps.clock.now() - deps.limits.editWindowMs),
    context: new ChangeContext(door.kind, door.id),
  });
}
