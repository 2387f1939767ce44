import { accessConversation } from "@/lib/chat/access.ts";
import { announceTyping } from "@/lib/chat/typing.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  /** For clients without a socket; shown for five seconds. */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { peerId, conversationId } = await accessConversation(deps, me.id, param(ctx, "conversation_id"), "post");
    await announceTyping(
      deps,
      me,
      peerId === null ? { to: null, groupId: conversationId } : { to: peerId, groupId: null },
    );
    return new Response(null, { status: 204 });
  },
});
