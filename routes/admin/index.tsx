import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Icon } from "@/components/icons/Icon.tsx";
import { Avatar } from "@/components/people/Avatar.tsx";
import { SearchForm } from "@/components/people/PeopleList.tsx";
import { AdminFrame } from "@/components/shell/AdminFrame.tsx";
import { createResetLink, listEveryone, setActive, setAdmin } from "@/lib/chat/people/administer.ts";
import { NewLink } from "@/components/invites/InviteLinks.tsx";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadAdmin } from "@/lib/pages/admin.ts";
import { act, done } from "@/lib/pages/forms.ts";
import type { Context } from "fresh";
import type { State } from "@/lib/define.ts";

async function load(ctx: Context<State>, url: string | null) {
  const me = requireSignedIn(ctx.state);
  const query = ctx.url.searchParams.get("q") ?? "";
  const after = ctx.url.searchParams.get("after");
  const [frame, people] = await Promise.all([
    loadAdmin(ctx),
    listEveryone(ctx.state.deps, me, { query, after }),
  ]);
  return { frame, people, query, url };
}

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps, origin } = ctx.state;
    let url: string | null = null;
    const answer = await act(ctx, "/admin", async (form) => {
      const [verb, id = ""] = form("act").split(" ");
      if (verb === "reset") {
        url = `${origin}/reset/${(await createResetLink(deps, me, id)).token}`;
        return new Response(null, { status: 201 });
      }
      if (verb === "admin" || verb === "member") await setAdmin(deps, me, id, verb === "admin");
      else await setActive(deps, me, id, verb === "activate");
      return done(ctx.state, "/admin", t(ctx.state.locale)("settings.saved"));
    });
    return url === null ? answer : page(await load(ctx, url), { status: 201 });
  },
});

export default define.page<typeof handler>(({ data: { frame, people, query, url }, state }) => {
  const text = t(state.locale);
  return (
    <AdminFrame {...frame} title={text("admin.people")}>
      {url !== null && <NewLink url={url} text={text} />}
      <SearchForm action="/admin" label={text("admin.search")} value={query} button={text("list.search")} />
      {people.users.length === 0 && <EmptyState line={text("palette.nothing", { query })} />}
      {people.users.length > 0 && (
        <ul class="rowsbox people">
          {people.users.map((user) => (
            <li class="member" key={user.id}>
              <a href={`/people/${user.id}`}>
                <Avatar id={user.id} name={user.display_name} picture={user.avatar} size={36} />
                <span class="cut name">{user.display_name}</span>
                <span class="cut note">{user.email}</span>
              </a>
              {user.is_admin && <span class="role owner">{text("admin.admin")}</span>}
              {!user.is_active && <span class="role admin">{text("admin.inactive")}</span>}
              {user.id !== frame.viewer.id && (
                <details class="rowmenu">
                  <summary class="tool" aria-label={text("group.acts", { name: user.display_name })}>
                    <Icon name="ellipsis" />
                  </summary>
                  <form class="menu" method="post" action="/admin">
                    <button type="submit" name="act" value={`reset ${user.id}`}>{text("admin.reset")}</button>
                    <button type="submit" name="act" value={`${user.is_admin ? "member" : "admin"} ${user.id}`}>
                      {text(user.is_admin ? "admin.unmake" : "admin.make")}
                    </button>
                    <button
                      type="submit"
                      class="danger"
                      name="act"
                      value={`${user.is_active ? "deactivate" : "activate"} ${user.id}`}
                    >
                      {text(user.is_active ? "admin.deactivate" : "admin.activate")}
                    </button>
                  </form>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
      {people.next !== null && (
        <p class="ways">
          <a class="button" href={`/admin?q=${encodeURIComponent(query)}&after=${encodeURIComponent(people.next)}`}>
            {text("palette.more")}
          </a>
        </p>
      )}
    </AdminFrame>
  );
});
