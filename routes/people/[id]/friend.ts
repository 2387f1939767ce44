import { acceptFriend, removeFriend, requestFriend } from "@/lib/chat/people/friends.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const text = t(ctx.state.locale);
    const back = `/people/${id}`;
    return await act(ctx, back, async (form) => {
      const { deps } = ctx.state;
      switch (form("act")) {
        case "accept":
          await acceptFriend(deps, me.id, id);
          return done(ctx.state, back, text("done.friends"));
        case "remove":
          await removeFriend(deps, me.id, id);
          return done(ctx.state, back, text("done.unfriended"));
        default: {
          const status = await requestFriend(deps, me.id, id);
          return done(ctx.state, back, text(status === "accepted" ? "done.friends" : "done.asked"));
        }
      }
    });
  },
});
