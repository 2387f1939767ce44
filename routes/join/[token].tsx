import { page } from "fresh";
import { Avatar } from "@/components/people/Avatar.tsx";
import { Mark } from "@/components/shell/Mark.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { findInvite, joinByInvite } from "@/lib/chat/groups/invite_links.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, goTo } from "@/lib/pages/forms.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return page(await findInvite(ctx.state.deps, me.id, param(ctx, "token")));
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    return await act(ctx, "/", async () => {
      const { groupId } = await joinByInvite(ctx.state.deps, me, param(ctx, "token"));
      return goTo(`/c/${groupId}`);
    });
  },
});

export default define.page<typeof handler>(({ data: group, state, url }) => {
  const text = t(state.locale);
  return (
    <main class="plain" id="main">
      <PageTitle title={text("join.title", { name: group.name })} />
      <Mark />
      <Avatar id={group.groupId} name={group.name} picture={group.avatar} kind="group" size={72} />
      <h1>{text("join.title", { name: group.name })}</h1>
      {group.description !== "" && <p>{group.description}</p>}
      <p class="hint">{text("chat.members", { count: group.memberCount })}</p>
      {group.joined
        ? (
          <p class="ways">
            <a class="button primary" href={`/c/${group.groupId}`}>{text("group.to_chat")}</a>
          </p>
        )
        : (
          <form class="ways" method="post" action={url.pathname}>
            <a class="button" href="/">{text("dialog.cancel")}</a>
            <button type="submit" class="button primary">{text("groups.join")}</button>
          </form>
        )}
    </main>
  );
});
