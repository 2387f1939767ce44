import { joinGroup } from "@/lib/chat/groups/membership.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { act, goTo } from "@/lib/pages/forms.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    return await act(ctx, "/groups", async () => {
      await joinGroup(ctx.state.deps, me, id);
      return goTo(`/c/${id}`);
    });
  },
});
