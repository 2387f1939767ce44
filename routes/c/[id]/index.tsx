import { type Context, page } from "fresh";
import { packMessenger } from "@/components/messenger/pack.ts";
import { FlashLine } from "@/components/shell/FlashLine.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { Messenger } from "@/islands/Messenger.tsx";
import { newDraft } from "@/lib/chat/check_draft.ts";
import { sendFiles } from "@/lib/chat/send_files.ts";
import { sendMessage } from "@/lib/chat/send_message.ts";
import { define, type State } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { problemText } from "@/lib/pages/failure_text.ts";
import { submitFiles } from "@/lib/pages/file_forms.ts";
import { goTo } from "@/lib/pages/forms.ts";
import { loadMessenger, type RefusedDraft } from "@/lib/pages/messenger.ts";

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx)),

  /** The composer without script. */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const outcome = await submitFiles(ctx, async (form, files) => {
      const input = { content: form("content"), clientId: form("client_id"), replyTo: form("reply_to") };
      if (files.length > 0) await sendFiles(ctx.state.deps, me, { conversationId: id }, files, input);
      else await sendMessage(ctx.state.deps, me, { conversationId: id }, newDraft(input));
      return goTo(`/c/${id}`);
    });
    if (outcome instanceof Response) return outcome;
    const { content = "", client_id: clientId = "", reply_to: replyTo = null } = outcome.values;
    const problem = outcome.problems.map((each) => problemText(t(ctx.state.locale), each)).join(" ");
    return page({ ...await load(ctx, { content, clientId, replyTo }), problem }, { status: outcome.status });
  },
});

async function load(ctx: Context<State>, refused: RefusedDraft | null = null) {
  const messenger = await loadMessenger(ctx, param(ctx, "id"), refused);
  const newest = messenger.open?.page.messages.at(-1)?.seq ?? 0;
  return { messenger: packMessenger(messenger), newest, problem: "" };
}

export default define.page<typeof handler>(({ data, params }) => {
  const { messenger, newest, problem } = data;
  return (
    <>
      <PageTitle title={messenger.open?.details.name ?? ""} />
      {problem !== "" && <FlashLine kind="error" text={problem} />}
      <Messenger {...messenger} />
      {/* Islands mark what is seen; for those without script the page's coming does. */}
      <noscript>
        <img src={`/c/${params.id}/seen?seq=${newest}`} alt="" class="vh" />
      </noscript>
    </>
  );
});
