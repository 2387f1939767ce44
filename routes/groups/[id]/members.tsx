import { page } from "fresh";
import { MemberActs } from "@/components/groups/MemberActs.tsx";
import { MemberRow } from "@/components/people/MemberRow.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { changeRole, removeMember } from "@/lib/chat/groups/membership.ts";
import { may } from "@/lib/chat/groups/policy.ts";
import { listMembers } from "@/lib/chat/list_members.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";
import { loadGroup } from "@/lib/pages/group.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const [loaded, members] = await Promise.all([
      loadGroup(ctx),
      listMembers(ctx.state.deps, me.id, param(ctx, "id"), { after: ctx.url.searchParams.get("after"), limit: 100 }),
    ]);
    return page({ ...loaded, members });
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const back = `/groups/${id}/members`;
    const text = t(ctx.state.locale);
    return await act(ctx, back, async (form) => {
      const [verb = "", userId = ""] = form("act").split(" ");
      if (verb === "remove") {
        await removeMember(ctx.state.deps, me, id, userId);
        return done(ctx.state, back, text("done.removed"));
      }
      await changeRole(ctx.state.deps, me, id, userId, verb === "admin" ? "admin" : "member");
      return done(ctx.state, back, text("done.role"));
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, group, path, chat, members }, state }) => {
  const text = t(state.locale);
  return (
    <ChatsFrame {...frame} currentId={group.id}>
      <PageTitle title={text("group.members_title", { name: group.name })} />
      <PagePane
        title={text("details.members", { count: members.total })}
        lead={group.name}
        back={{ href: chat, label: text("chat.back") }}
        action={may(group.role, "add_member") && <a class="button small" href={`${path}/add`}>{text("details.add")}</a>}
      >
        <ul class="rowsbox people">
          {members.members.map(({ user, role }) => (
            <MemberRow key={user.id} person={user} viewerId={frame.viewer.id} reader={frame.reader} role={role}>
              {user.id !== frame.viewer.id && (
                <MemberActs
                  path={path}
                  userId={user.id}
                  role={role}
                  label={text("group.acts", { name: user.display_name })}
                  may={{
                    changeRole: may(group.role, "change_role"),
                    remove: may(group.role, role === "admin" ? "remove_admin" : "remove_member"),
                    transfer: may(group.role, "transfer"),
                  }}
                  text={text}
                />
              )}
            </MemberRow>
          ))}
        </ul>
        {members.next !== null && (
          <p class="ways">
            <a class="button" href={`${path}/members?after=${encodeURIComponent(members.next)}`}>
              {text("palette.more")}
            </a>
          </p>
        )}
      </PagePane>
    </ChatsFrame>
  );
});
