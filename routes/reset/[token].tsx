import { page } from "fresh";
import { FormProblems } from "@/components/forms/Field.tsx";
import { Entrance } from "@/components/shell/Entrance.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { type FormFailure, resetFromForm } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { chooseLanguage, entranceOf } from "@/lib/pages/entrance.ts";
import { problemsIn } from "@/lib/pages/problems.ts";
import { PasswordField } from "../(_components)/PasswordField.tsx";

export const handler = define.handlers({
  GET: (ctx) => chooseLanguage(ctx) ?? page<FormFailure | null>(null),
  async POST(ctx) {
    const outcome = await resetFromForm(ctx, param(ctx, "token"), t(ctx.state.locale)("done.password_reset"));
    return outcome instanceof Response ? outcome : page<FormFailure | null>(outcome, { status: outcome.status });
  },
});

export default define.page<typeof handler>(({ data, state, url }) => {
  const text = t(state.locale);
  const problems = problemsIn(text, data, ["new_password"]);
  return (
    <Entrance {...entranceOf({ url, state }, text)}>
      <PageTitle title={text("reset.title")} />
      <h1>{text("reset.title")}</h1>
      <p class="lead">{text("reset.lead")}</p>
      <FormProblems problems={problems.rest} />
      <form method="post" action={url.pathname}>
        <PasswordField
          name="new_password"
          text={text}
          label={text("field.new_password")}
          hint={text("register.password_hint", { min: state.app.config.passwordMin })}
          autocomplete="new-password"
          required
          autofocus
          problem={problems.of("new_password")}
        />
        <button type="submit" class="button primary">{text("reset.do")}</button>
      </form>
    </Entrance>
  );
});
