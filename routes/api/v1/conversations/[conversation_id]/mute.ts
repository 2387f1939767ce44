import { muteConversation } from "@/lib/chat/mute_conversation.ts";
import { define } from "@/lib/define.ts";
import { MuteBody } from "@/lib/http/api/conversations.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { muted } = await readJson(ctx.req, MuteBody);
    await muteConversation(deps, me, param(ctx, "conversation_id"), muted);
    return Response.json({ muted });
  },
});
