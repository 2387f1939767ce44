import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { PeopleList, SearchForm } from "@/components/people/PeopleList.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { addMember } from "@/lib/chat/groups/membership.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";
import { loadGroup } from "@/lib/pages/group.ts";
import { choosePeople } from "@/lib/pages/people.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const query = ctx.url.searchParams.get("q") ?? "";
    const [loaded, found] = await Promise.all([
      loadGroup(ctx, "add_member"),
      choosePeople(ctx.state.deps, me.id, query),
    ]);
    return page({ ...loaded, found, query });
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    return await act(ctx, `/groups/${id}/add`, async (form) => {
      await addMember(ctx.state.deps, me, id, form("user"), "member");
      return done(ctx.state, `/groups/${id}/add`, t(ctx.state.locale)("done.added"));
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, group, path, chat, found, query }, state }) => {
  const text = t(state.locale);
  const present = new Set(group.members.map(({ user }) => user.id));
  return (
    <ChatsFrame {...frame} currentId={group.id}>
      <PageTitle title={text("group.add")} />
      <PagePane
        title={text("group.add")}
        lead={group.name}
        back={{ href: chat, label: text("chat.back") }}
        action={<a class="button small" href={`${path}/invite`}>{text("invite.link")}</a>}
      >
        <SearchForm
          action={`${path}/add`}
          label={text("new.search")}
          value={query}
          button={text("list.search")}
          autofocus
        />
        {found.length === 0 && (
          <EmptyState line={query === "" ? text("people.nobody") : text("palette.nothing", { query })} />
        )}
        {found.length > 0 && (
          <form method="post" action={`${path}/add`}>
            <PeopleList
              people={found}
              viewerId={frame.viewer.id}
              reader={frame.reader}
              end={(person) =>
                present.has(person.id)
                  ? <span class="hint">{text("group.present")}</span>
                  : (
                    <button type="submit" class="button small" name="user" value={person.id}>
                      {text("details.add")}
                    </button>
                  )}
            />
          </form>
        )}
        <p class="ways">
          <a class="button" href={chat}>{text("group.to_chat")}</a>
        </p>
      </PagePane>
    </ChatsFrame>
  );
});
