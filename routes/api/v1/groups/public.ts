import { browseGroups } from "@/lib/chat/groups/list_groups.ts";
import { readPaging } from "@/lib/chat/page_query.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const query = ctx.url.searchParams;
    const window = { query: query.get("q") ?? "", after: query.get("after"), limit: readPaging(query).limit };
    return Response.json(await browseGroups(deps, me.id, window));
  },
});
