import { page } from "fresh";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { ConfirmPane } from "@/components/shell/ConfirmPane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { transferGroup } from "@/lib/chat/groups/membership.ts";
import { getProfile } from "@/lib/chat/people/profile.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";
import { loadGroup } from "@/lib/pages/group.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const to = ctx.url.searchParams.get("to") ?? "";
    const [loaded, person] = await Promise.all([
      loadGroup(ctx, "transfer"),
      getProfile(ctx.state.deps, me.id, to),
    ]);
    return page({ ...loaded, person });
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    return await act(ctx, `/groups/${id}/members`, async (form) => {
      await transferGroup(ctx.state.deps, me, id, form("to"));
      return done(ctx.state, `/c/${id}`, t(ctx.state.locale)("done.transferred"));
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, group, path, person }, state }) => {
  const text = t(state.locale);
  const title = text("group.transfer_title", { group: group.name, name: person.display_name });
  return (
    <ChatsFrame {...frame} currentId={group.id}>
      <PageTitle title={title} />
      <ConfirmPane
        title={title}
        line={text("group.transfer_line")}
        action={`${path}/transfer`}
        fields={{ to: person.id }}
        button={text("group.transfer")}
        cancel={{ href: `${path}/members`, label: text("dialog.cancel") }}
      />
    </ChatsFrame>
  );
});
