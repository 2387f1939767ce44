import { ChatError } from "@/lib/errors.ts";
import { accessMessage } from "./access.ts";
import { appendChange, type Change } from "./change.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { ChangeContext } from "./draft_context.ts";

/** One emoji of Unicode's list, or one pictogram without its variation selector. */
const EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)$/v;

/** Sets or takes back a reaction of mine; doing it twice is no failure. */
export async function reactToMessage(
  deps: ChatDeps,
  actor: Actor,
  messageId: string,
  emoji: string,
  on: boolean,
): Promise<Change> {
  if (!EMOJI.test(emoji)) {
    throw new ChatError("invalid", { text: "Cannot react: emoji must be one emoji", field: "emoji" });
  }
  const door = await accessMessage(deps, actor.id, messageId);
  if (door.type === "system") throw new ChatError("forbidden");
  return await appendChange(deps, "react", door, {
    kind: "react",
    conversationId: door.conversationId,
    authorId: actor.id,
    messageSeq: door.seq,
    emoji,
    on,
    context: new ChangeContext(door.kind, door.id),
  });
}
