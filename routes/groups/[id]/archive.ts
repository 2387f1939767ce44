import { archiveGroup } from "@/lib/chat/groups/update_group.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    return await act(ctx, `/groups/${id}/settings`, async (form) => {
      const archived = form("archived") === "yes";
      await archiveGroup(ctx.state.deps, me, id, archived);
      return done(ctx.state, `/c/${id}`, t(ctx.state.locale)(archived ? "done.archived" : "done.unarchived"));
    });
  },
});
