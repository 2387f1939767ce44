import { acceptFriend, removeFriend, requestFriend } from "@/lib/chat/people/friends.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    return Response.json({ status: await requestFriend(ctx.state.deps, me.id, param(ctx, "id")) });
  },
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    await acceptFriend(ctx.state.deps, me.id, param(ctx, "id"));
    return Response.json({ message: "Friend request accepted" });
  },
  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    await removeFriend(ctx.state.deps, me.id, param(ctx, "id"));
    return Response.json({ message: "Friend removed" });
  },
});
