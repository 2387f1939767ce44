import { closedBanner } from "@/components/chat/closed_banner.ts";
import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { closedCookie } from "@/lib/pages/closed_banners.ts";
import { act, goTo } from "@/lib/pages/forms.ts";

export const handler = define.handlers({
  /** Puts the announcement away, in this browser and until it changes. One that came meanwhile stays to be seen. */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    return await act(ctx, `/c/${id}`, async (form) => {
      const { announcement, announcement_at } = await conversationDetails(ctx.state.deps, me.id, id);
      const closed = closedBanner(id, announcement_at);
      const answer = goTo(`/c/${id}`);
      if (announcement !== "" && form("closed") === closed) {
        answer.headers.append("set-cookie", closedCookie(ctx.req.headers, ctx.state.origin, me.id, closed));
      }
      return answer;
    });
  },
});
