import { createInviteLink, listInviteLinks } from "@/lib/chat/groups/invite_links.ts";
import { define } from "@/lib/define.ts";
import { InviteBody } from "@/lib/http/api/groups.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return Response.json({ links: await listInviteLinks(ctx.state.deps, me, param(ctx, "group_id")) });
  },

  /** The token is in this answer and never again. */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const body = await readJson(ctx.req, InviteBody);
    const { link, token } = await createInviteLink(ctx.state.deps, me, param(ctx, "group_id"), {
      expiresInMs: body.expires_in_seconds ? body.expires_in_seconds * 1000 : null,
      maxUses: body.max_uses ?? null,
    });
    return Response.json({ link, token }, { status: 201 });
  },
});
