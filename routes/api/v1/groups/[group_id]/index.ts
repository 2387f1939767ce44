import { findGroup } from "@/lib/chat/groups/list_groups.ts";
import { updateGroup } from "@/lib/chat/groups/update_group.ts";
import { define } from "@/lib/define.ts";
import { GroupChangesBody } from "@/lib/http/api/groups.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  /** */
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return Response.json({ group: await findGroup(ctx.state.deps, me.id, param(ctx, "group_id")) });
  },

  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const body = await readJson(ctx.req, GroupChangesBody);
    await updateGroup(deps, me, param(ctx, "group_id"), {
      name: body.name,
      description: body.description,
      avatar: body.avatar,
      isPrivate: body.is_private,
      maxMembers: body.max_members,
      readOnly: body.read_only,
    });
    return Response.json({ group: await findGroup(deps, me.id, param(ctx, "group_id")) });
  },
});
