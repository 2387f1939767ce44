import { revokeInviteLink } from "@/lib/chat/groups/invite_links.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    await revokeInviteLink(deps, me, param(ctx, "group_id"), param(ctx, "invite_id"));
    return Response.json({ message: "Link revoked successfully" });
  },
});
