import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { GroupCard } from "@/components/groups/GroupCard.tsx";
import { NavFrame } from "@/components/shell/NavFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { listMyGroups } from "@/lib/chat/groups/list_groups.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { groupsNav } from "@/lib/pages/navs.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const [frame, groups] = await Promise.all([loadFrame(ctx, me), listMyGroups(ctx.state.deps, me.id)]);
    return page({ frame, groups });
  },
});

export default define.page<typeof handler>(({ data: { frame, groups }, state, url }) => {
  const text = t(state.locale);
  return (
    <NavFrame {...frame} place="discover" pane="page" nav={groupsNav(text, url.pathname)}>
      <PageTitle title={text("groups.mine")} />
      <PagePane title={text("groups.mine")} back={{ href: "/groups", label: text("groups.browse") }}>
        {groups.length === 0 && (
          <EmptyState line={text("groups.mine_none")}>
            <a class="button" href="/groups">{text("groups.browse")}</a>
          </EmptyState>
        )}
        {groups.length > 0 && (
          <ul class="rowsbox">
            {groups.map((group) => (
              <GroupCard
                key={group.id}
                id={group.id}
                name={group.name}
                avatar={group.avatar}
                line={group.description}
                href={`/c/${group.id}`}
                members={[
                  text("chat.members", { count: group.member_count }),
                  text(group.is_private ? "group.private" : "group.public"),
                  group.archived ? text("group.archived") : "",
                ].filter((part) => part !== "").join(text("list.comma"))}
              />
            ))}
          </ul>
        )}
      </PagePane>
    </NavFrame>
  );
});
