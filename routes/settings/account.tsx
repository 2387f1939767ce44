import { type Context, page } from "fresh";
import { FormProblems } from "@/components/forms/Field.tsx";
import { SettingRow, SettingsGroup } from "@/components/forms/Settings.tsx";
import { SettingsFrame } from "@/components/settings/SettingsFrame.tsx";
import { deactivateAccount, deleteAccount } from "@/lib/chat/people/account.ts";
import { define, type State } from "@/lib/define.ts";
import { clearedSessionCookie } from "@/lib/http/cookies.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { goTo, submit } from "@/lib/pages/forms.ts";
import { problemsIn } from "@/lib/pages/problems.ts";
import { loadSettings } from "@/lib/pages/settings.ts";
import { PasswordField } from "../(_components)/PasswordField.tsx";

const load = async (ctx: Context<State>, failure: FormFailure | null) => ({ frame: await loadSettings(ctx), failure });

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { app, deps, origin } = ctx.state;
    const outcome = await submit(ctx, async (form) => {
      await app.auth.confirmPassword(me.id, form("password"));
      await (form("act") === "delete" ? deleteAccount : deactivateAccount)(deps, me.id);
      const answer = goTo("/login");
      answer.headers.set("set-cookie", clearedSessionCookie(origin));
      return answer;
    });
    return outcome instanceof Response ? outcome : page(await load(ctx, outcome), { status: outcome.status });
  },
});

export default define.page<typeof handler>(({ data: { frame, failure }, state }) => {
  const text = t(state.locale);
  const problems = problemsIn(text, failure, ["password"]);
  return (
    <SettingsFrame {...frame} text={text} title={text("settings.account")} lead={text("account.lead")}>
      <SettingsGroup>
        <SettingRow title={text("account.export")} help={text("account.export_help")}>
          <a class="button small" href="/api/v1/users/export" download>{text("file.download")}</a>
        </SettingRow>
      </SettingsGroup>
      <section class="group">
        <h2>{text("account.leave")}</h2>
        <p class="hint">{text("account.leave_help")}</p>
        <form class="stack" method="post" action="/settings/account">
          <FormProblems problems={problems.rest} />
          <PasswordField
            name="password"
            text={text}
            label={text("field.current_password")}
            autocomplete="current-password"
            required
            problem={problems.of("password")}
          />
          <p class="ways">
            <button type="submit" class="button" name="act" value="deactivate">{text("account.deactivate")}</button>
            <button type="submit" class="button danger" name="act" value="delete">{text("account.delete")}</button>
          </p>
        </form>
      </section>
    </SettingsFrame>
  );
});
