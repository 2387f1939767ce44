import { ownUserJson } from "@/lib/chat/people/user_json.ts";
import { define } from "@/lib/define.ts";
import { LoginBody } from "@/lib/http/api/auth.ts";
import { readJson } from "@/lib/http/body.ts";
import { orFail } from "@/lib/http/errors.ts";
import { signInContext } from "@/lib/http/sign_in_context.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const input = await readJson(ctx.req, LoginBody);
    const signingIn = ctx.state.app.auth.login(input, signInContext(ctx.req, ctx.state, "jwt"));
    const { user, token } = await orFail("Failed to generate token", signingIn);
    return Response.json({ user: ownUserJson(user), token });
  },
});
