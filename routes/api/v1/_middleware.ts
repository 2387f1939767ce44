import { define } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { readBearer } from "@/lib/http/origin.ts";

/** Open to who is not signed in. `lib/http/api/` marks the same ones; a test compares. */
const PUBLIC = new Set(["/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/reset"]);
const READING = new Set(["GET", "HEAD"]);

export default define.middleware(async (ctx) => {
  const { signedIn, app, deps } = ctx.state;
  if (PUBLIC.has(ctx.url.pathname)) return await ctx.next();
  if (!signedIn) {
    await app.auth.requireToken(readBearer(ctx.req.headers));
    throw new ChatError("invalid_token");
  }
  await deps.rates.take(READING.has(ctx.req.method) ? "read" : "write", signedIn.id);
  return await ctx.next();
});
