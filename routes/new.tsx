import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Icon } from "@/components/icons/Icon.tsx";
import { PeopleList, SearchForm } from "@/components/people/PeopleList.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { startDirect } from "@/lib/chat/start_direct.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, goTo } from "@/lib/pages/forms.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { choosePeople } from "@/lib/pages/people.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const query = ctx.url.searchParams.get("q") ?? "";
    const [frame, people] = await Promise.all([loadFrame(ctx, me), choosePeople(ctx.state.deps, me.id, query)]);
    return page({ frame, people, query });
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    return await act(ctx, "/new", async (form) => {
      const { conversationId } = await startDirect(ctx.state.deps, me, form("to"));
      return goTo(`/c/${conversationId}`);
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, people, query }, state }) => {
  const text = t(state.locale);
  return (
    <ChatsFrame {...frame}>
      <PageTitle title={text("new.title")} />
      <PagePane title={text("new.title")} lead={text("new.lead")} back={{ href: "/", label: text("chat.back") }}>
        <SearchForm action="/new" label={text("new.search")} value={query} button={text("list.search")} autofocus />
        <p class="shortcut">
          <a class="button" href="/groups/new">
            <Icon name="users-round" />
            {text("welcome.group")}
          </a>
        </p>
        {people.length === 0
          ? (
            <EmptyState
              line={query === "" ? text("people.nobody") : text("palette.nothing", { query })}
            />
          )
          : (
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
    </ChatsFrame>
  );
});
