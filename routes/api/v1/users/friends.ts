import { listFriends } from "@/lib/chat/people/friends.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  GET: async (ctx) => Response.json(await listFriends(ctx.state.deps, requireSignedIn(ctx.state).id)),
});
