import { listBlockedUsers } from "@/lib/chat/people/blocks.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  GET: async (ctx) => Response.json({ users: await listBlockedUsers(ctx.state.deps, requireSignedIn(ctx.state).id) }),
});
