import { type Context, page } from "fresh";
import { InviteForm } from "@/components/invites/InviteForm.tsx";
import { InviteLinks, NewLink } from "@/components/invites/InviteLinks.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { createInviteLink, listInviteLinks, revokeInviteLink } from "@/lib/chat/groups/invite_links.ts";
import { define, type State } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";
import { loadGroup } from "@/lib/pages/group.ts";
import { lifeChoices, lifeMs, useChoices, usesFrom } from "@/lib/pages/invite_choices.ts";

/** A new link's token is known only now, so its page is the answer to the form and no redirect. */
async function load(ctx: Context<State>, token: string | null) {
  const me = requireSignedIn(ctx.state);
  const [loaded, links] = await Promise.all([
    loadGroup(ctx, "invite_links"),
    listInviteLinks(ctx.state.deps, me, param(ctx, "id")),
  ]);
  return { ...loaded, links, url: token === null ? null : `${ctx.state.origin}/join/${token}` };
}

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const path = `/groups/${id}/invite`;
    let token: string | null = null;
    const answer = await act(ctx, path, async (form) => {
      if (form.has("revoke")) {
        await revokeInviteLink(ctx.state.deps, me, id, form("revoke"));
        return done(ctx.state, path, t(ctx.state.locale)("invite.revoked"));
      }
      const options = { expiresInMs: lifeMs(form("life")), maxUses: usesFrom(form("uses")) };
      token = (await createInviteLink(ctx.state.deps, me, id, options)).token;
      return new Response(null, { status: 201 });
    });
    return token === null ? answer : page(await load(ctx, token), { status: 201 });
  },
});

export default define.page<typeof handler>(({ data: { frame, group, path, chat, links, url }, state }) => {
  const text = t(state.locale);
  return (
    <ChatsFrame {...frame} currentId={group.id}>
      <PageTitle title={text("invite.title")} />
      <PagePane
        title={text("invite.title")}
        lead={text("invite.lead", { name: group.name })}
        back={{ href: chat, label: text("chat.back") }}
      >
        {url !== null && <NewLink url={url} text={text} />}
        <InviteForm action={`${path}/invite`} lives={lifeChoices(text)} uses={useChoices(text)} text={text} />
        <InviteLinks links={links} action={`${path}/invite`} reader={frame.reader} text={text} />
      </PagePane>
    </ChatsFrame>
  );
});
