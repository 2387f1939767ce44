import { listActs } from "@/lib/chat/people/administer.ts";
import { define } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const text = ctx.url.searchParams.get("before");
    const before = text === null ? null : new Date(text);
    if (before && Number.isNaN(before.getTime())) {
      throw new ChatError("invalid", { field: "before", text: "before must be a time such as 2026-11-25T12:00:00Z" });
    }
    return Response.json({ acts: await listActs(ctx.state.deps, requireSignedIn(ctx.state), before) });
  },
});
