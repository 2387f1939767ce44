import { type Context, page } from "fresh";
import { Field, FormProblems } from "@/components/forms/Field.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { editMessage } from "@/lib/chat/edit_message.ts";
import { define, type State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { goTo, submit } from "@/lib/pages/forms.ts";
import { loadMessage } from "@/lib/pages/message.ts";
import { problemsIn } from "@/lib/pages/problems.ts";

async function load(ctx: Context<State>, failure: FormFailure | null) {
  const loaded = await loadMessage(ctx);
  if (!loaded.mayEdit) throw new ChatError("cannot_edit");
  return { ...loaded, failure };
}

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const { back } = await load(ctx, null);
    const outcome = await submit(ctx, async (form) => {
      await editMessage(ctx.state.deps, me, id, form("content"));
      return goTo(back);
    });
    return outcome instanceof Response ? outcome : page(await load(ctx, outcome), { status: outcome.status });
  },
});

export default define.page<typeof handler>(({ data, state, url }) => {
  const text = t(state.locale);
  const { frame, conversation, message, back, failure } = data;
  const problems = problemsIn(text, failure, ["content"]);
  return (
    <ChatsFrame {...frame} currentId={conversation.id}>
      <PageTitle title={text("composer.editing")} />
      <PagePane title={text("composer.editing")} back={{ href: back, label: text("chat.back") }}>
        <form class="stack" method="post" action={url.pathname}>
          <FormProblems problems={problems.rest} />
          <Field
            name="content"
            label={text("message.text")}
            rows={5}
            required
            autofocus
            value={failure?.values.content ?? message.content}
            problem={problems.of("content")}
          />
          <p class="ways">
            <a class="button" href={back}>{text("dialog.cancel")}</a>
            <button type="submit" class="button primary">{text("composer.save")}</button>
          </p>
        </form>
      </PagePane>
    </ChatsFrame>
  );
});
