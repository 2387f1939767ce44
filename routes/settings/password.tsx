import { type Context, page } from "fresh";
import { FormProblems } from "@/components/forms/Field.tsx";
import { SettingsFrame } from "@/components/settings/SettingsFrame.tsx";
import { isCommonPassword } from "@/lib/auth/common_passwords.ts";
import { define, type State } from "@/lib/define.ts";
import { sessionCookie } from "@/lib/http/cookies.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { done, submit } from "@/lib/pages/forms.ts";
import { problemsIn } from "@/lib/pages/problems.ts";
import { loadSettings } from "@/lib/pages/settings.ts";
import { PasswordField } from "../(_components)/PasswordField.tsx";

const load = async (ctx: Context<State>, failure: FormFailure | null) => ({ frame: await loadSettings(ctx), failure });

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const outcome = await submit(ctx, async (form) => {
      const { state } = ctx;
      const cookie = await state.app.auth.changePassword(me, form("current_password"), form("new_password"));
      const text = t(state.locale);
      // It was taken, so it counts; who chose it should know.
      const warning = isCommonPassword(form("new_password")) ? ` ${text("problem.password_common")}` : "";
      const answer = done(state, "/settings/password", `${text("done.password")}${warning}`);
      if (cookie !== null) answer.headers.append("set-cookie", sessionCookie(state.origin, cookie));
      return answer;
    });
    return outcome instanceof Response ? outcome : page(await load(ctx, outcome), { status: outcome.status });
  },
});

export default define.page<typeof handler>(({ data: { frame, failure }, state }) => {
  const text = t(state.locale);
  const problems = problemsIn(text, failure, ["current_password", "new_password"]);
  return (
    <SettingsFrame {...frame} text={text} title={text("settings.password")} lead={text("settings.password_lead")}>
      <form class="stack" method="post" action="/settings/password">
        <FormProblems problems={problems.rest} />
        <input type="hidden" name="username" value={frame.viewer.username} autocomplete="username" />
        <PasswordField
          name="current_password"
          text={text}
          label={text("field.current_password")}
          autocomplete="current-password"
          required
          problem={problems.of("current_password")}
        />
        <PasswordField
          name="new_password"
          text={text}
          label={text("field.new_password")}
          hint={text("register.password_hint", { min: state.app.config.passwordMin })}
          autocomplete="new-password"
          required
          problem={problems.of("new_password")}
        />
        <p class="ways">
          <button type="submit" class="button primary">{text("settings.change_password")}</button>
        </p>
      </form>
    </SettingsFrame>
  );
});
