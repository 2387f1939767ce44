import { page } from "fresh";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { ConfirmPane } from "@/components/shell/ConfirmPane.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { leaveGroup } from "@/lib/chat/groups/membership.ts";
import { may } from "@/lib/chat/groups/policy.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";
import { loadGroup } from "@/lib/pages/group.ts";

export const handler = define.handlers({
  GET: async (ctx) => page(await loadGroup(ctx)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    return await act(ctx, `/groups/${id}/leave`, async () => {
      await leaveGroup(ctx.state.deps, me, id);
      return done(ctx.state, "/", t(ctx.state.locale)("done.left"));
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, group, path, chat }, state }) => {
  const text = t(state.locale);
  const title = text("group.leave_title", { name: group.name });
  const cancel = { href: chat, label: text("dialog.cancel") };
  return (
    <ChatsFrame {...frame} currentId={group.id}>
      <PageTitle title={title} />
      {may(group.role, "leave")
        ? (
          <ConfirmPane
            title={title}
            line={text(group.is_private ? "group.leave_private" : "group.leave_public")}
            action={`${path}/leave`}
            button={text("details.leave")}
            cancel={cancel}
          />
        )
        : (
          <PagePane title={title} lead={text("group.owner_stays")} back={cancel}>
            <p class="ways">
              <a class="button" href={chat}>{cancel.label}</a>
              <a class="button primary" href={`${path}/members`}>{text("group.choose_owner")}</a>
            </p>
          </PagePane>
        )}
    </ChatsFrame>
  );
});
