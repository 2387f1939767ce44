import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { PeopleList } from "@/components/people/PeopleList.tsx";
import { NavFrame } from "@/components/shell/NavFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { listFriends } from "@/lib/chat/people/friends.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { peopleNav } from "@/lib/pages/navs.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const [frame, friends] = await Promise.all([loadFrame(ctx, me), listFriends(ctx.state.deps, me.id)]);
    return page({ frame, friends });
  },
});

export default define.page<typeof handler>(({ data: { frame, friends }, state, url }) => {
  const text = t(state.locale);
  return (
    <NavFrame {...frame} place="people" pane="page" nav={peopleNav(text, url.pathname, friends.incoming.length)}>
      <PageTitle title={text("people.friends")} />
      <PagePane
        title={text("people.friends")}
        lead={text("people.friends_lead")}
        back={{ href: "/people", label: text("nav.people") }}
      >
        {friends.friends.length === 0
          ? (
            <EmptyState line={text("people.no_friends")}>
              <a class="button" href="/people">{text("welcome.find")}</a>
            </EmptyState>
          )
          : (
            <form method="post" action="/new">
              <PeopleList
                people={friends.friends}
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
