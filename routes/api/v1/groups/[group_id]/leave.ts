import { leaveGroup } from "@/lib/chat/groups/membership.ts";
import { define } from "@/lib/define.ts";
import { orFail } from "@/lib/http/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  /** */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    await orFail("Failed to leave group", leaveGroup(deps, me, param(ctx, "group_id")));
    return Response.json({ message: "Left group successfully" });
  },
});
