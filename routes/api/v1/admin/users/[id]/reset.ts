import { createResetLink } from "@/lib/chat/people/administer.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { linkOrigin } from "@/lib/http/links.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { id, token, expiresAt } = await createResetLink(
      ctx.state.deps,
      requireSignedIn(ctx.state),
      param(ctx, "id"),
    );
    const url = `${linkOrigin(ctx.state)}/reset/${token}`;
    return Response.json({ id, token, url, expires_at: expiresAt }, { status: 201 });
  },
});
