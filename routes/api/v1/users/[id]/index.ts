import { getProfile } from "@/lib/chat/people/profile.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return Response.json({ user: await getProfile(ctx.state.deps, me.id, param(ctx, "id")) });
  },
});
