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
  const { incoming, outgoing } = friends;
  const act = (id: string, value: "accept" | "remove", label: string) => (
    <form method="post" action={`/people/${id}/friend`}>
      <button
        type="submit"
        class={value === "accept" ? "button small primary" : "button small"}
        name="act"
        value={value}
      >
        {label}
      </button>
    </form>
  );
  return (
    <NavFrame {...frame} place="people" pane="page" nav={peopleNav(text, url.pathname, incoming.length)}>
      <PageTitle title={text("people.requests")} />
      <PagePane title={text("people.requests")} back={{ href: "/people", label: text("nav.people") }}>
        {incoming.length + outgoing.length === 0 && <EmptyState line={text("people.no_requests")} />}
        {incoming.length > 0 && (
          <section class="group">
            <h2>{text("people.incoming")}</h2>
            <PeopleList
              people={incoming}
              viewerId={frame.viewer.id}
              reader={frame.reader}
              end={({ id }) => (
                <>
                  {act(id, "accept", text("people.accept"))}
                  {act(id, "remove", text("people.decline"))}
                </>
              )}
            />
          </section>
        )}
        {outgoing.length > 0 && (
          <section class="group">
            <h2>{text("people.outgoing")}</h2>
            <PeopleList
              people={outgoing}
              viewerId={frame.viewer.id}
              reader={frame.reader}
              end={({ id }) => act(id, "remove", text("people.take_back"))}
            />
          </section>
        )}
      </PagePane>
    </NavFrame>
  );
});
