import { define } from "@/lib/define.ts";
import { clearedSessionCookie } from "@/lib/http/cookies.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    await ctx.state.app.auth.logout(me);
    const response = Response.json({ message: "Logged out successfully" });
    if (me.sessionKind === "cookie") response.headers.set("set-cookie", clearedSessionCookie(ctx.state.origin));
    return response;
  },
});
