import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { PeopleList, SearchForm } from "@/components/people/PeopleList.tsx";
import { NavFrame } from "@/components/shell/NavFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { listFriends } from "@/lib/chat/people/friends.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { peopleNav } from "@/lib/pages/navs.ts";
import { choosePeople } from "@/lib/pages/people.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const query = ctx.url.searchParams.get("q") ?? "";
    const [frame, people, { incoming }] = await Promise.all([
      loadFrame(ctx, me),
      choosePeople(deps, me.id, query),
      listFriends(deps, me.id),
    ]);
    return page({ frame, people, query, requests: incoming.length });
  },
});

export default define.page<typeof handler>(({ data: { frame, people, query, requests }, state, url }) => {
  const text = t(state.locale);
  return (
    <NavFrame {...frame} place="people" pane="page" nav={peopleNav(text, url.pathname, requests)}>
      <PageTitle title={text("nav.people")} />
      <PagePane title={text("people.contacts")} lead={text("people.lead")}>
        <SearchForm action="/people" label={text("new.search")} value={query} button={text("list.search")} />
        {people.length === 0 && (
          <EmptyState line={query === "" ? text("people.nobody") : text("palette.nothing", { query })} />
        )}
        {people.length > 0 && (
          <form method="post" action="/new">
            <PeopleList
              people={people}
              viewerId={frame.viewer.id}
              reader={frame.reader}
              end={(person) => (
                <button type="submit" class="button small" name="to" value={person.id}>{text("people.write")}</button>
              )}
            />
          </form>
        )}
      </PagePane>
    </NavFrame>
  );
});
