import type { Context } from "fresh";
import { markDelivered } from "@/lib/chat/mark_delivered.ts";
import { define, type State } from "@/lib/define.ts";
import { MarkBody } from "@/lib/http/api/conversations.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

async function mark(ctx: Context<State>): Promise<Response> {
  const me = requireSignedIn(ctx.state);
  const { deps } = ctx.state;
  const { seq } = await readJson(ctx.req, MarkBody);
  await markDelivered(deps, me, { conversationId: param(ctx, "conversation_id"), seq });
  return new Response(null, { status: 204 });
}

export const handler = define.handlers({ PUT: mark, POST: mark });
