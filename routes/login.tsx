import { page } from "fresh";
import { Field, FormProblems } from "@/components/forms/Field.tsx";
import { Entrance } from "@/components/shell/Entrance.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { define } from "@/lib/define.ts";
import { safeNext } from "@/lib/http/next_path.ts";
import { type FormFailure, loginFromForm } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { chooseLanguage, entranceOf } from "@/lib/pages/entrance.ts";
import { goTo } from "@/lib/pages/forms.ts";
import { problemsIn } from "@/lib/pages/problems.ts";
import { isInvited } from "@/lib/pages/invited.ts";
import { PasswordField } from "./(_components)/PasswordField.tsx";

export const handler = define.handlers({
  GET(ctx) {
    const language = chooseLanguage(ctx);
    if (language) return language;
    const next = safeNext(ctx.url.searchParams.get("next"));
    return ctx.state.signedIn ? goTo(next) : page<FormFailure | null>(null);
  },
  async POST(ctx) {
    const outcome = await loginFromForm(ctx);
    return outcome instanceof Response ? outcome : page<FormFailure | null>(outcome, { status: outcome.status });
  },
});

export default define.page<typeof handler>(({ data, state, url }) => {
  const text = t(state.locale);
  const problems = problemsIn(text, data, ["email", "password"]);
  const refused = data?.problems.some(({ rule }) => rule === "invalid_credentials") ?? false;
  const next = data?.values.next ?? url.searchParams.get("next") ?? "";
  const query = next === "" ? "" : `?next=${encodeURIComponent(next)}`;
  return (
    <Entrance {...entranceOf({ url, state }, text)}>
      <PageTitle title={text("login.title")} />
      <h1>{text("login.title")}</h1>
      <p class="lead">{text("login.to", { host: url.host })}</p>
      {isInvited(next) && <p class="invited">{text("login.invited")}</p>}
      <FormProblems problems={refused ? [] : problems.rest} />
      <form method="post" action={`/login${query}`}>
        <Field
          name="email"
          type="email"
          label={text("field.email")}
          value={data?.values.email}
          autocomplete="username"
          required
          autofocus={data === null}
          problem={problems.of("email")}
        />
        <PasswordField
          name="password"
          text={text}
          label={text("field.password")}
          autocomplete="current-password"
          required
          problem={problems.of("password") ?? (refused ? problems.rest[0] : undefined)}
        />
        <button type="submit" class="button primary">{text("login.do")}</button>
      </form>
      {state.app.config.registration !== "closed" && (
        <p class="other">
          {text("login.new_here")} <a href={`/register${query}`}>{text("login.register")}</a>
        </p>
      )}
    </Entrance>
  );
});
