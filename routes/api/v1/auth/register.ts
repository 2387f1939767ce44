import { ownUserJson } from "@/lib/chat/people/user_json.ts";
import { define } from "@/lib/define.ts";
import { RegisterBody } from "@/lib/http/api/auth.ts";
import { readJson } from "@/lib/http/body.ts";
import { orFail } from "@/lib/http/errors.ts";
import { signInContext } from "@/lib/http/sign_in_context.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const input = await readJson(ctx.req, RegisterBody);
    const signingIn = ctx.state.app.auth.register(input, signInContext(ctx.req, ctx.state, "jwt"));
    const { user, token } = await orFail("Failed to create user", signingIn);
    return Response.json({ user: ownUserJson(user, "offline"), token }, { status: 201 });
  },
});
