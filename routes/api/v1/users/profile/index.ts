import { deleteAccount } from "@/lib/chat/people/account.ts";
import { getOwnProfile, updateProfile } from "@/lib/chat/people/profile.ts";
import { define } from "@/lib/define.ts";
import { PasswordBody, ProfileBody } from "@/lib/http/api/users.ts";
import { readJson } from "@/lib/http/body.ts";
import { clearedSessionCookie } from "@/lib/http/cookies.ts";
import { orFail } from "@/lib/http/errors.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return Response.json({ user: await getOwnProfile(ctx.state.deps, me.id) });
  },
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const body = await readJson(ctx.req, ProfileBody);
    const { first_name: firstName, last_name: lastName, avatar, status, status_text: statusText } = body;
    const changing = updateProfile(ctx.state.deps, me.id, { firstName, lastName, avatar, status, statusText });
    return Response.json({ user: await orFail("Failed to update user", changing) });
  },
  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    const { password } = await readJson(ctx.req, PasswordBody);
    await ctx.state.app.auth.confirmPassword(me.id, password);
    await deleteAccount(ctx.state.deps, me.id);
    const headers = { "set-cookie": clearedSessionCookie(ctx.state.origin) };
    return Response.json({ message: "Account deleted" }, { headers });
  },
});
