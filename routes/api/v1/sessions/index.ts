import { sessionJson } from "@/lib/auth/session_json.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const sessions = await ctx.state.app.auth.listSessions(me.id);
    return Response.json({ sessions: sessions.map((session) => sessionJson(session, me.sessionId)) });
  },
  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    await ctx.state.app.auth.revokeAll(me.id, me.sessionId);
    return Response.json({ message: "Signed out everywhere else" });
  },
});
