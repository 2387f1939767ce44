import type { Context } from "fresh";
import { markRead } from "@/lib/chat/mark_read.ts";
import { define, type State } from "@/lib/define.ts";
import { orFail } from "@/lib/http/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

/** */
async function mark(ctx: Context<State>): Promise<Response> {
  const me = requireSignedIn(ctx.state);
  const { deps } = ctx.state;
  await orFail("Failed to mark message as read", markRead(deps, me, { messageId: param(ctx, "message_id") }));
  return Response.json({ message: "Message marked as read" });
}

export const handler = define.handlers({ PUT: mark, POST: mark });
