import { setActive, setAdmin } from "@/lib/chat/people/administer.ts";
import { define } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { AdminUserBody } from "@/lib/http/api/admin.ts";
import { readJson } from "@/lib/http/body.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const id = param(ctx, "id");
    const { is_active: isActive, is_admin: isAdmin } = await readJson(ctx.req, AdminUserBody);
    if (isActive === undefined && isAdmin === undefined) {
      throw new ChatError("invalid", { text: "Give is_active or is_admin" });
    }
    let user = isAdmin === undefined ? null : await setAdmin(deps, me, id, isAdmin);
    if (isActive !== undefined) user = await setActive(deps, me, id, isActive);
    return Response.json({ user });
  },
});
