import { muteConversation } from "@/lib/chat/mute_conversation.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    return await act(ctx, `/c/${id}`, async (form) => {
      const muted = form("muted") === "yes";
      await muteConversation(ctx.state.deps, me, id, muted);
      return done(ctx.state, `/c/${id}`, t(ctx.state.locale)(muted ? "done.muted" : "done.unmuted"));
    });
  },
});
