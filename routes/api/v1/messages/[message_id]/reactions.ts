import { reactToMessage } from "@/lib/chat/react_to_message.ts";
import { findMessage } from "@/lib/chat/timeline.ts";
import { define } from "@/lib/define.ts";
import { ReactionBody } from "@/lib/http/api/messages.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { emoji, on } = await readJson(ctx.req, ReactionBody);
    await reactToMessage(deps, me, param(ctx, "message_id"), emoji, on);
    return Response.json({ message: await findMessage(deps, me.id, param(ctx, "message_id")) });
  },
});
