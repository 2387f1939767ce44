import { define } from "@/lib/define.ts";
import { ResetPasswordBody } from "@/lib/http/api/auth.ts";
import { readJson } from "@/lib/http/body.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { token, new_password: password } = await readJson(ctx.req, ResetPasswordBody);
    await ctx.state.app.auth.resetPassword(token, password);
    return Response.json({ message: "Password changed" });
  },
});
