import type { Context } from "fresh";
import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { type GroupAction, may } from "@/lib/chat/groups/policy.ts";
import type { State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { loadFrame } from "./frame.ts";

/** A group of mine and the page's frame. With `action`, only for those whose role reaches that far. */
export async function loadGroup(ctx: Context<State>, action?: GroupAction) {
  const me = requireSignedIn(ctx.state);
  const [frame, group] = await Promise.all([
    loadFrame(ctx, me),
    conversationDetails(ctx.state.deps, me.id, param(ctx, "id")),
  ]);
  if (group.kind !== "group") throw new ChatError("not_found");
  if (action !== undefined && !may(group.role, action)) throw new ChatError("forbidden");
  return { frame, group, path: `/groups/${group.id}`, chat: `/c/${group.id}` };
}
