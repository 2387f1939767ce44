import { listMembers } from "@/lib/chat/list_members.ts";
import { readPaging } from "@/lib/chat/page_query.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const query = ctx.url.searchParams;
    const window = { after: query.get("after"), limit: readPaging(query).limit };
    return Response.json(await listMembers(ctx.state.deps, me.id, param(ctx, "conversation_id"), window));
  },
});
