import { accessGroup } from "@/lib/chat/access.ts";
import { contractPage } from "@/lib/chat/contract_page.ts";
import { sendFromBody } from "@/lib/chat/send_from_body.ts";
import { define } from "@/lib/define.ts";
import { DraftBody } from "@/lib/http/api/messages.ts";
import { readJson } from "@/lib/http/body.ts";
import { orFail } from "@/lib/http/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  /** */
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const page = async () => {
      const access = await accessGroup(deps, me.id, param(ctx, "group_id"), "read");
      return await contractPage(deps, me.id, access, ctx.url.searchParams);
    };
    return Response.json(await orFail("Failed to get messages", page()));
  },

  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const body = await readJson(ctx.req, DraftBody);
    const ack = await sendFromBody(ctx.state.deps, me, { groupId: param(ctx, "group_id") }, body);
    return Response.json(ack, { status: 201 });
  },
});
