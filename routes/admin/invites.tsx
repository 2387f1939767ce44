import { type Context, page } from "fresh";
import { InviteForm } from "@/components/invites/InviteForm.tsx";
import { InviteLinks, NewLink } from "@/components/invites/InviteLinks.tsx";
import { AdminFrame } from "@/components/shell/AdminFrame.tsx";
import {
  createRegistrationInvite,
  listRegistrationInvites,
  revokeRegistrationInvite,
} from "@/lib/chat/people/administer.ts";
import { define, type State } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadAdmin } from "@/lib/pages/admin.ts";
import { act, done } from "@/lib/pages/forms.ts";
import { lifeChoices, lifeMs, useChoices, usesFrom } from "@/lib/pages/invite_choices.ts";

const HOUR_MS = 60 * 60 * 1000;

/** A new link's token is known only now, so its page is the answer to the form and no redirect. */
async function load(ctx: Context<State>, token: string | null) {
  const me = requireSignedIn(ctx.state);
  const [frame, links] = await Promise.all([loadAdmin(ctx), listRegistrationInvites(ctx.state.deps, me)]);
  return { frame, links, url: token === null ? null : `${ctx.state.origin}/register?invite=${token}` };
}

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps, locale } = ctx.state;
    let token: string | null = null;
    const answer = await act(ctx, "/admin/invites", async (form) => {
      if (form.has("revoke")) {
        await revokeRegistrationInvite(deps, me, form("revoke"));
        return done(ctx.state, "/admin/invites", t(locale)("invite.revoked"));
      }
      const life = lifeMs(form("life"));
      const options = { expiresInHours: life === null ? null : life / HOUR_MS, maxUses: usesFrom(form("uses")) };
      token = (await createRegistrationInvite(deps, me, options)).token;
      return new Response(null, { status: 201 });
    });
    return token === null ? answer : page(await load(ctx, token), { status: 201 });
  },
});

export default define.page<typeof handler>(({ data: { frame, links, url }, state }) => {
  const text = t(state.locale);
  const { registration } = state.app.config;
  return (
    <AdminFrame {...frame} title={text("admin.invites")} lead={text(`admin.registration_${registration}`)}>
      {registration === "open" && (
        <p class="ways start">
          <input
            class="copyline"
            readOnly
            value={`${state.origin}/register`}
            aria-label={text("invite.link")}
            dir="ltr"
          />
        </p>
      )}
      {url !== null && <NewLink url={url} text={text} />}
      {registration === "invite" && (
        <InviteForm action="/admin/invites" lives={lifeChoices(text)} uses={useChoices(text)} text={text} />
      )}
      <InviteLinks links={links} action="/admin/invites" reader={frame.reader} text={text} />
    </AdminFrame>
  );
});
