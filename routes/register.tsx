import { page } from "fresh";
import { Field, FormProblems } from "@/components/forms/Field.tsx";
import { Entrance } from "@/components/shell/Entrance.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { define } from "@/lib/define.ts";
import { type FormFailure, registerFromForm } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { chooseLanguage, entranceOf } from "@/lib/pages/entrance.ts";
import { goTo } from "@/lib/pages/forms.ts";
import { problemsIn } from "@/lib/pages/problems.ts";
import { isInvited } from "@/lib/pages/invited.ts";
import { PasswordField } from "./(_components)/PasswordField.tsx";

export const handler = define.handlers({
  GET: (ctx) => chooseLanguage(ctx) ?? (ctx.state.signedIn ? goTo("/") : page<FormFailure | null>(null)),
  async POST(ctx) {
    const outcome = await registerFromForm(ctx);
    return outcome instanceof Response ? outcome : page<FormFailure | null>(outcome, { status: outcome.status });
  },
});

const FIELDS = ["username", "email", "password"] as const;

export default define.page<typeof handler>(({ data, state, url }) => {
  const text = t(state.locale);
  const problems = problemsIn(text, data, FIELDS);
  const { passwordMin } = state.app.config;
  const next = data?.values.next ?? url.searchParams.get("next") ?? "";
  const invite = data?.values.invite ?? url.searchParams.get("invite") ?? "";
  return (
    <Entrance {...entranceOf({ url, state }, text)}>
      <PageTitle title={text("register.title")} />
      <h1>{text("register.title")}</h1>
      <p class="lead">{text("register.on", { host: url.host })}</p>
      {isInvited(next) && <p class="invited">{text("login.invited")}</p>}
      <FormProblems problems={problems.rest} />
      <form method="post" action="/register">
        {next !== "" && <input type="hidden" name="next" value={next} />}
        {invite !== "" && <input type="hidden" name="invite" value={invite} />}
        <Field
          name="username"
          label={text("field.username")}
          hint={text("register.username_hint")}
          value={data?.values.username}
          autocomplete="nickname"
          required
          maxLength={50}
          autofocus={data === null}
          problem={problems.of("username")}
        />
        <Field
          name="email"
          type="email"
          label={text("field.email")}
          value={data?.values.email}
          autocomplete="username"
          required
          problem={problems.of("email")}
        />
        <PasswordField
          name="password"
          text={text}
          label={text("field.password")}
          hint={text("register.password_hint", { min: passwordMin })}
          autocomplete="new-password"
          required
          problem={problems.of("password")}
        />
        <button type="submit" class="button primary">{text("register.do")}</button>
      </form>
      <p class="other">
        {text("register.have")}{" "}
        <a href={next === "" ? "/login" : `/login?next=${encodeURIComponent(next)}`}>{text("login.do")}</a>
      </p>
    </Entrance>
  );
});
