import { createRegistrationInvite, listRegistrationInvites } from "@/lib/chat/people/administer.ts";
import { define } from "@/lib/define.ts";
import { InviteBody } from "@/lib/http/api/admin.ts";
import { readJson } from "@/lib/http/body.ts";
import { linkOrigin } from "@/lib/http/links.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return Response.json({ invites: await listRegistrationInvites(ctx.state.deps, requireSignedIn(ctx.state)) });
  },
  async POST(ctx) {
    const { expires_in_hours: expiresInHours, max_uses: maxUses } = await readJson(ctx.req, InviteBody);
    const options = { expiresInHours, maxUses };
    const { id, token, expiresAt } = await createRegistrationInvite(
      ctx.state.deps,
      requireSignedIn(ctx.state),
      options,
    );
    const url = `${linkOrigin(ctx.state)}/register?invite=${token}`;
    return Response.json({ id, token, url, expires_at: expiresAt }, { status: 201 });
  },
});
