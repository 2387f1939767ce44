import { define } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    if (!isId(id) || !(await ctx.state.app.auth.revoke(me.id, id))) throw new ChatError("not_found");
    return Response.json({ message: "Session revoked" });
  },
});
