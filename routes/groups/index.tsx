import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { GroupCard } from "@/components/groups/GroupCard.tsx";
import { SearchForm } from "@/components/people/PeopleList.tsx";
import { NavFrame } from "@/components/shell/NavFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { browseGroups } from "@/lib/chat/groups/list_groups.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { groupsNav } from "@/lib/pages/navs.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const query = ctx.url.searchParams.get("q") ?? "";
    const after = ctx.url.searchParams.get("after");
    const [frame, found] = await Promise.all([
      loadFrame(ctx, me),
      browseGroups(ctx.state.deps, me.id, { query, after, limit: 30 }),
    ]);
    return page({ frame, found, query });
  },
});

export default define.page<typeof handler>(({ data: { frame, found, query }, state, url }) => {
  const text = t(state.locale);
  return (
    <NavFrame {...frame} place="discover" pane="page" nav={groupsNav(text, url.pathname)}>
      <PageTitle title={text("groups.browse")} />
      <PagePane title={text("groups.browse")} lead={text("groups.lead")}>
        <SearchForm action="/groups" label={text("groups.search")} value={query} button={text("list.search")} />
        {found.groups.length === 0
          ? (
            <EmptyState line={query === "" ? text("groups.none") : text("palette.nothing", { query })}>
              <a class="button" href="/groups/new">{text("welcome.group")}</a>
            </EmptyState>
          )
          : (
            <ul class="rowsbox">
              {found.groups.map((group) => (
                <GroupCard
                  key={group.id}
                  id={group.id}
                  name={group.name}
                  avatar={group.avatar}
                  line={group.description}
                  members={text("chat.members", { count: group.member_count })}
                >
                  {group.joined
                    ? <a class="button small" href={`/c/${group.id}`}>{text("palette.open")}</a>
                    : (
                      <form method="post" action={`/groups/${group.id}/join`}>
                        <button type="submit" class="button small">{text("groups.join")}</button>
                      </form>
                    )}
                </GroupCard>
              ))}
            </ul>
          )}
        {found.next !== null && (
          <p class="ways">
            <a class="button" href={`/groups?q=${encodeURIComponent(query)}&after=${found.next}`}>
              {text("palette.more")}
            </a>
          </p>
        )}
      </PagePane>
    </NavFrame>
  );
});
