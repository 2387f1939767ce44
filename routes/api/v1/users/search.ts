import { searchUsers } from "@/lib/chat/people/find_people.ts";
import { define } from "@/lib/define.ts";
import { orFail } from "@/lib/http/errors.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const searching = searchUsers(ctx.state.deps, me.id, ctx.url.searchParams.get("q") ?? "");
    return Response.json({ users: await orFail("Failed to search users", searching) });
  },
});
