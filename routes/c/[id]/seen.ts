import { markRead } from "@/lib/chat/mark_read.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

const NOTHING = '<svg xmlns="http://www.w3.org/2000/svg"/>';

export const handler = define.handlers({
  /** A picture of nothing that pages without script ask for: what they show counts as read. Raises one's own mark only. */
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const seq = Number(ctx.url.searchParams.get("seq") ?? 0);
    await markRead(ctx.state.deps, me, { conversationId: param(ctx, "id"), seq });
    return new Response(NOTHING, { headers: { "content-type": "image/svg+xml" } });
  },
});
