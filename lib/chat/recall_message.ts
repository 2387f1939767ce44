import { insertAudit } from "@/db/audit.ts";
import type { MessageDoor } from "@/db/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import { newId } from "@/lib/ids.ts";
import { logger } from "@/lib/log.ts";
import { accessMessage } from "./access.ts";
import { appendChange, type Change } from "./change.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { ChangeContext } from "./draft_context.ts";

const log = logger("chat");

/** Takes a message back for everyone; its number stays. Recalling twice is no failure. */
export async function recallMessage(deps: ChatDeps, actor: Actor, messageId: string): Promise<Change> {
  const door = await accessMessage(deps, actor.id, messageId);
  if (door.type === "system") throw new ChatError("cannot_delete");
  const { recallWindowMs } = deps.limits;
  const change = await appendChange(deps, "recall", door, {
    kind: "recall",
    conversationId: door.conversationId,
    authorId: actor.id,
    messageSeq: door.seq,
    notBefore: recallWindowMs === 0 ? null : new Date(deps.clock.now() - recallWindowMs),
    context: new ChangeContext(door.kind, door.id),
  });
  if (door.authorId !== actor.id && !door.isDeleted) await noteModeration(deps, actor, door);
  if (door.type === "image" || door.type === "file") await forgetFiles(deps, door);
  return change;
}

/** Who took back what somebody else wrote; never what it said. */
async function noteModeration({ db, clock }: ChatDeps, actor: Actor, door: MessageDoor): Promise<void> {
  await insertAudit(db.orm, {
    id: newId(clock.now()),
    actorId: actor.id,
    action: "message_recalled",
    subject: door.id,
    data: { conversation_id: door.conversationId, author_id: door.authorId },
    createdAt: new Date(clock.now()),
  });
}

/** Nobody can read them any more since the commit. Their bytes go now; what fails here is done by the next sweep. */
const forgetFiles = async ({ files }: ChatDeps, { conversationId, seq }: MessageDoor): Promise<void> =>
  await files?.forgetRecalled(conversationId, seq).catch((error) =>
    log.warn("Cannot remove the files of a recalled message: {error}", { error })
  );
