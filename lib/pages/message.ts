import type { Context } from "fresh";
import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { may } from "@/lib/chat/groups/policy.ts";
import { findMessage } from "@/lib/chat/timeline.ts";
import type { State } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { loadFrame } from "./frame.ts";

/** One message with its conversation, and what I may do with it. */
export async function loadMessage(ctx: Context<State>) {
  const me = requireSignedIn(ctx.state);
  const { deps } = ctx.state;
  const message = await findMessage(deps, me.id, param(ctx, "id"));
  const [frame, conversation] = await Promise.all([
    loadFrame(ctx, me),
    conversationDetails(deps, me.id, message.conversation_id),
  ]);
  const own = message.sender_id === me.id;
  const stands = !message.is_deleted && message.message_type !== "system";
  const isFresh = deps.clock.now() - Date.parse(message.created_at) < deps.limits.editWindowMs;
  return {
    frame,
    conversation,
    message,
    own,
    back: `/c/${conversation.id}?at=${message.seq}#m${message.seq}`,
    mayReply: stands && !conversation.archived,
    mayEdit: stands && own && isFresh && !conversation.archived,
    mayRecall: stands && (own || (conversation.kind === "group" && may(conversation.role, "recall_of_others"))),
  };
}
