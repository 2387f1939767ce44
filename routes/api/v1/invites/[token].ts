import { findInvite, joinByInvite } from "@/lib/chat/groups/invite_links.ts";
import { findGroup } from "@/lib/chat/groups/list_groups.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const face = await findInvite(deps, me.id, param(ctx, "token"));
    return Response.json({
      group: {
        id: face.groupId,
        name: face.name,
        description: face.description,
        avatar: face.avatar,
        member_count: face.memberCount,
        joined: face.joined,
      },
    });
  },

  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { groupId } = await joinByInvite(deps, me, param(ctx, "token"));
    return Response.json({ group: await findGroup(deps, me.id, groupId) });
  },
});
