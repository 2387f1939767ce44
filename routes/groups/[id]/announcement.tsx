import { type Context, page } from "fresh";
import { Field, FormProblems } from "@/components/forms/Field.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { setAnnouncement } from "@/lib/chat/groups/update_group.ts";
import { define, type State } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { done, submit } from "@/lib/pages/forms.ts";
import { loadGroup } from "@/lib/pages/group.ts";
import { problemsIn } from "@/lib/pages/problems.ts";

const load = async (ctx: Context<State>, failure: FormFailure | null) => ({
  ...await loadGroup(ctx, "announce"),
  failure,
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const outcome = await submit(ctx, async (form) => {
      await setAnnouncement(ctx.state.deps, me, id, form("announcement"));
      return done(ctx.state, `/c/${id}`, t(ctx.state.locale)("settings.saved"));
    });
    return outcome instanceof Response ? outcome : page(await load(ctx, outcome), { status: outcome.status });
  },
});

export default define.page<typeof handler>(({ data: { frame, group, path, chat, failure }, state }) => {
  const text = t(state.locale);
  const problems = problemsIn(text, failure, ["announcement"]);
  return (
    <ChatsFrame {...frame} currentId={group.id}>
      <PageTitle title={text("announcement.title")} />
      <PagePane
        title={text("announcement.title")}
        lead={text("announcement.lead")}
        back={{ href: chat, label: text("chat.back") }}
      >
        <form class="stack" method="post" action={`${path}/announcement`}>
          <FormProblems problems={problems.rest} />
          <Field
            name="announcement"
            label={text("announcement.title")}
            hint={text("announcement.hint")}
            rows={5}
            value={failure?.values.announcement ?? group.announcement}
            problem={problems.of("announcement")}
          />
          <p class="ways">
            <a class="button" href={chat}>{text("dialog.cancel")}</a>
            <button type="submit" class="button primary">{text("composer.save")}</button>
          </p>
        </form>
      </PagePane>
    </ChatsFrame>
  );
});
