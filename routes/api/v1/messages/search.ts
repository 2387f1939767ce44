import { readPaging } from "@/lib/chat/page_query.ts";
import { searchMessages } from "@/lib/chat/search_messages.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const query = ctx.url.searchParams;
    const window = { after: query.get("after"), limit: readPaging(query).limit };
    return Response.json(await searchMessages(ctx.state.deps, me.id, query.get("q") ?? "", window));
  },
});
