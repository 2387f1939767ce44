import { define } from "@/lib/define.ts";
import { ChangePasswordBody } from "@/lib/http/api/auth.ts";
import { readJson } from "@/lib/http/body.ts";
import { sessionCookie } from "@/lib/http/cookies.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const body = await readJson(ctx.req, ChangePasswordBody);
    const cookie = await ctx.state.app.auth.changePassword(me, body.current_password, body.new_password);
    const response = Response.json({ message: "Password changed" });
    if (cookie) response.headers.set("set-cookie", sessionCookie(ctx.state.origin, cookie));
    return response;
  },
});
