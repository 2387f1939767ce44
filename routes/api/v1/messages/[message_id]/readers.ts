import { listReaders } from "@/lib/chat/list_readers.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return Response.json(await listReaders(ctx.state.deps, me.id, param(ctx, "message_id")));
  },
});
