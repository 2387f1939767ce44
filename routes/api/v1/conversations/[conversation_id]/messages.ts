import { readPaging, readWindow } from "@/lib/chat/page_query.ts";
import { sendFromBody } from "@/lib/chat/send_from_body.ts";
import { findMessage, timelinePage } from "@/lib/chat/timeline.ts";
import { define } from "@/lib/define.ts";
import { DraftBody } from "@/lib/http/api/messages.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  /** Oldest first; the newest stretch unless `before`, `after` or `around` says otherwise. */
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const query = ctx.url.searchParams;
    const window = readWindow(query) ?? { limit: readPaging(query).limit };
    return Response.json(await timelinePage(ctx.state.deps, me.id, param(ctx, "conversation_id"), window));
  },

  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const body = await readJson(ctx.req, DraftBody);
    const ack = await sendFromBody(deps, me, { conversationId: param(ctx, "conversation_id") }, body);
    return Response.json({ ...ack, message: await findMessage(deps, me.id, ack.id) }, { status: 201 });
  },
});
