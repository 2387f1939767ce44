import { page } from "fresh";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { ConfirmPane } from "@/components/shell/ConfirmPane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { recallMessage } from "@/lib/chat/recall_message.ts";
import { define } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, goTo } from "@/lib/pages/forms.ts";
import { loadMessage } from "@/lib/pages/message.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const loaded = await loadMessage(ctx);
    if (!loaded.mayRecall) throw new ChatError("cannot_delete");
    return page(loaded);
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const { back } = await loadMessage(ctx);
    return await act(ctx, back, async () => {
      await recallMessage(ctx.state.deps, me, id);
      return goTo(back);
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, conversation, back }, state, url }) => {
  const text = t(state.locale);
  return (
    <ChatsFrame {...frame} currentId={conversation.id}>
      <PageTitle title={text("recall.do")} />
      <ConfirmPane
        title={text("recall.title")}
        line={text("recall.line")}
        action={url.pathname}
        button={text("recall.do")}
        cancel={{ href: back, label: text("dialog.cancel") }}
      />
    </ChatsFrame>
  );
});
