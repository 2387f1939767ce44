import { timingSafeEqual } from "node:crypto";
import { define } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** Prometheus text, for loopback or for who has the token. Others learn nothing of it. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app, address } = ctx.state;
    const token = app.config.metricsToken;
    const given = ctx.req.headers.get("authorization")?.replace(/^bearer\s+/i, "") ?? "";
    const allowed = token === null ? LOOPBACK.has(address) : isSame(given, token);
    if (!allowed) throw new ChatError("not_found");
    return new Response(await app.metrics.text(), { headers: { "content-type": app.metrics.contentType } });
  },
});

function isSame(given: string, token: string): boolean {
  const [a, b] = [new TextEncoder().encode(given), new TextEncoder().encode(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
