import { accessGroup } from "@/lib/chat/access.ts";
import { groupMemberJson } from "@/lib/chat/groups/list_groups.ts";
import { addMember } from "@/lib/chat/groups/membership.ts";
import { membersOf } from "@/lib/chat/list_members.ts";
import { readPaging } from "@/lib/chat/page_query.ts";
import { define } from "@/lib/define.ts";
import { NewMemberBody } from "@/lib/http/api/groups.ts";
import { readJson } from "@/lib/http/body.ts";
import { orFail } from "@/lib/http/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const access = await accessGroup(deps, me.id, param(ctx, "group_id"), "read");
    const query = ctx.url.searchParams;
    const page = await membersOf(deps, me.id, access, { after: query.get("after"), limit: readPaging(query).limit });
    return Response.json({
      ...page,
      members: page.members.map((member) => groupMemberJson(access.conversationId, member)),
    });
  },

  /** */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { user_id, role } = await readJson(ctx.req, NewMemberBody);
    await orFail("Failed to add group member", addMember(deps, me, param(ctx, "group_id"), user_id, role || "member"));
    return Response.json({ message: "Member added successfully" });
  },
});
