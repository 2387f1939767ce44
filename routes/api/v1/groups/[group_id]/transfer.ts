import { findGroup } from "@/lib/chat/groups/list_groups.ts";
import { transferGroup } from "@/lib/chat/groups/membership.ts";
import { define } from "@/lib/define.ts";
import { TransferBody } from "@/lib/http/api/groups.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { user_id } = await readJson(ctx.req, TransferBody);
    await transferGroup(deps, me, param(ctx, "group_id"), user_id);
    return Response.json({ group: await findGroup(deps, me.id, param(ctx, "group_id")) });
  },
});
