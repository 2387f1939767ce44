import { type Context, page } from "fresh";
import { Field, FormProblems } from "@/components/forms/Field.tsx";
import { Segments, SettingRow, SettingsGroup } from "@/components/forms/Settings.tsx";
import { PickPeople } from "@/components/people/PickPeople.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import { define, type State } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { goTo, submit } from "@/lib/pages/forms.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { choosePeople } from "@/lib/pages/people.ts";
import { problemsIn } from "@/lib/pages/problems.ts";

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const outcome = await submit(ctx, async (form) => {
      const { groupId } = await createGroup(ctx.state.deps, me, {
        name: form("name"),
        description: form("description"),
        isPrivate: form("privacy") !== "public",
        memberIds: form.namesAfter("member:"),
      });
      return goTo(`/c/${groupId}`);
    });
    return outcome instanceof Response ? outcome : page(await load(ctx, outcome), { status: outcome.status });
  },
});

async function load(ctx: Context<State>, failure: FormFailure | null) {
  const me = requireSignedIn(ctx.state);
  const [frame, people] = await Promise.all([loadFrame(ctx, me), choosePeople(ctx.state.deps, me.id, "")]);
  return { frame, people: people.filter((person) => person.id !== me.id), failure };
}

export default define.page<typeof handler>(({ data: { frame, people, failure }, state }) => {
  const text = t(state.locale);
  const values = failure?.values ?? {};
  const problems = problemsIn(text, failure, ["name", "description"]);
  const picked = new Set(Object.keys(values).map((name) => name.replace(/^member:/, "")));
  return (
    <ChatsFrame {...frame}>
      <PageTitle title={text("welcome.group")} />
      <PagePane title={text("welcome.group")} back={{ href: "/new", label: text("chat.back") }}>
        <form class="stack" method="post" action="/groups/new">
          <FormProblems problems={problems.rest} />
          <Field
            name="name"
            label={text("group.name")}
            value={values.name}
            required
            maxLength={100}
            autofocus
            problem={problems.of("name")}
          />
          <Field
            name="description"
            label={text("group.description")}
            hint={text("group.description_hint")}
            rows={2}
            value={values.description}
            problem={problems.of("description")}
          />
          <SettingsGroup>
            <SettingRow title={text("group.privacy")} help={text("group.privacy_help")}>
              <Segments
                name="privacy"
                legend={text("group.privacy")}
                choices={[
                  { value: "private", label: text("group.private") },
                  { value: "public", label: text("group.public") },
                ]}
                value={values.privacy === "public" ? "public" : "private"}
              />
            </SettingRow>
          </SettingsGroup>
          {people.length > 0 && (
            <section class="group">
              <h2>{text("group.people")}</h2>
              <PickPeople people={people} picked={picked} />
            </section>
          )}
          <p class="ways">
            <button type="submit" class="button primary">{text("group.create")}</button>
          </p>
        </form>
      </PagePane>
    </ChatsFrame>
  );
});
