import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { pageConversations } from "@/lib/chat/conversation_list.ts";
import { readPaging } from "@/lib/chat/page_query.ts";
import { startDirect } from "@/lib/chat/start_direct.ts";
import { define } from "@/lib/define.ts";
import { StartDirectBody } from "@/lib/http/api/conversations.ts";
import { readJson } from "@/lib/http/body.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const query = ctx.url.searchParams;
    const window = { after: query.get("after"), limit: readPaging(query).limit };
    return Response.json(await pageConversations(ctx.state.deps, me.id, window));
  },

  /** Opens the direct chat with a person; the same one every time. */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { user_id } = await readJson(ctx.req, StartDirectBody);
    const { conversationId } = await startDirect(deps, me, user_id);
    return Response.json({ conversation: await conversationDetails(deps, me.id, conversationId) });
  },
});
