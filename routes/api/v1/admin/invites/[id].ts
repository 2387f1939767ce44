import { revokeRegistrationInvite } from "@/lib/chat/people/administer.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async DELETE(ctx) {
    await revokeRegistrationInvite(ctx.state.deps, requireSignedIn(ctx.state), param(ctx, "id"));
    return Response.json({ message: "Invitation revoked" });
  },
});
