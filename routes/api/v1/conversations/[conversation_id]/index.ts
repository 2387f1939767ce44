import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const conversation = await conversationDetails(ctx.state.deps, me.id, param(ctx, "conversation_id"));
    return Response.json({ conversation });
  },
});
