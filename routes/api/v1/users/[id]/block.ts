import { blockPerson, unblockPerson } from "@/lib/chat/people/blocks.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    await blockPerson(ctx.state.deps, me.id, param(ctx, "id"));
    return Response.json({ message: "User blocked" });
  },
  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    await unblockPerson(ctx.state.deps, me.id, param(ctx, "id"));
    return Response.json({ message: "User unblocked" });
  },
});
