import { createGroup } from "@/lib/chat/groups/create_group.ts";
import { findGroup, listMyGroups } from "@/lib/chat/groups/list_groups.ts";
import { define } from "@/lib/define.ts";
import { NewGroupBody } from "@/lib/http/api/groups.ts";
import { readJson } from "@/lib/http/body.ts";
import { orFail } from "@/lib/http/errors.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  /** */
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return Response.json({ groups: await orFail("Failed to get groups", listMyGroups(ctx.state.deps, me.id)) });
  },

  /** */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const body = await readJson(ctx.req, NewGroupBody);
    const made = createGroup(deps, me, {
      name: body.name,
      description: body.description ?? undefined,
      isPrivate: body.is_private ?? undefined,
      maxMembers: body.max_members ?? undefined,
      memberIds: body.member_ids ?? undefined,
    });
    const { groupId } = await orFail("Failed to create group", made);
    return Response.json({ group: await findGroup(deps, me.id, groupId) }, { status: 201 });
  },
});
