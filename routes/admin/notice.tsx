import { type Context, page } from "fresh";
import { Field, FormProblems } from "@/components/forms/Field.tsx";
import { AdminFrame } from "@/components/shell/AdminFrame.tsx";
import { sendNotice } from "@/lib/chat/notices.ts";
import { define, type State } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadAdmin } from "@/lib/pages/admin.ts";
import { done, submit } from "@/lib/pages/forms.ts";
import { problemsIn } from "@/lib/pages/problems.ts";

const load = async (ctx: Context<State>, failure: FormFailure | null) => ({ frame: await loadAdmin(ctx), failure });

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const outcome = await submit(ctx, async (form) => {
      await sendNotice(ctx.state.deps, me, form("content"));
      return done(ctx.state, "/admin/notice", t(ctx.state.locale)("done.notice"));
    });
    return outcome instanceof Response ? outcome : page(await load(ctx, outcome), { status: outcome.status });
  },
});

export default define.page<typeof handler>(({ data: { frame, failure }, state }) => {
  const text = t(state.locale);
  const problems = problemsIn(text, failure, ["content"]);
  return (
    <AdminFrame {...frame} title={text("admin.notice")} lead={text("admin.notice_lead")}>
      <form class="stack" method="post" action="/admin/notice">
        <FormProblems problems={problems.rest} />
        <Field
          name="content"
          label={text("admin.notice_text")}
          rows={4}
          required
          value={failure?.values.content}
          problem={problems.of("content")}
        />
        <p class="ways">
          <button type="submit" class="button primary">{text("admin.notice_send")}</button>
        </p>
      </form>
    </AdminFrame>
  );
});
