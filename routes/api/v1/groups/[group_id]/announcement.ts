import { findGroup } from "@/lib/chat/groups/list_groups.ts";
import { setAnnouncement } from "@/lib/chat/groups/update_group.ts";
import { define } from "@/lib/define.ts";
import { AnnouncementBody } from "@/lib/http/api/groups.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { announcement } = await readJson(ctx.req, AnnouncementBody);
    await setAnnouncement(deps, me, param(ctx, "group_id"), announcement);
    return Response.json({ group: await findGroup(deps, me.id, param(ctx, "group_id")) });
  },
});
