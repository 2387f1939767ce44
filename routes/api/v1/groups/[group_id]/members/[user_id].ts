import { changeRole, removeMember } from "@/lib/chat/groups/membership.ts";
import { define } from "@/lib/define.ts";
import { RoleBody } from "@/lib/http/api/groups.ts";
import { readJson } from "@/lib/http/body.ts";
import { orFail } from "@/lib/http/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { role } = await readJson(ctx.req, RoleBody);
    await changeRole(deps, me, param(ctx, "group_id"), param(ctx, "user_id"), role);
    return Response.json({ message: "Role changed successfully" });
  },

  /** */
  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const removed = removeMember(deps, me, param(ctx, "group_id"), param(ctx, "user_id"));
    await orFail("Failed to remove group member", removed);
    return Response.json({ message: "Member removed successfully" });
  },
});
