import { deactivateAccount } from "@/lib/chat/people/account.ts";
import { define } from "@/lib/define.ts";
import { PasswordBody } from "@/lib/http/api/users.ts";
import { readJson } from "@/lib/http/body.ts";
import { clearedSessionCookie } from "@/lib/http/cookies.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { password } = await readJson(ctx.req, PasswordBody);
    await ctx.state.app.auth.confirmPassword(me.id, password);
    await deactivateAccount(ctx.state.deps, me.id);
    const headers = { "set-cookie": clearedSessionCookie(ctx.state.origin) };
    return Response.json({ message: "Account deactivated" }, { headers });
  },
});
