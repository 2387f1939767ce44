import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { Files, isPicture, Pictures } from "@/components/timeline/Attachments.tsx";
import { conversationFiles } from "@/lib/chat/conversation_files.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadFrame } from "@/lib/pages/frame.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const [frame, { files }] = await Promise.all([loadFrame(ctx, me), conversationFiles(ctx.state.deps, me.id, id)]);
    return page({ frame, files, id });
  },
});

/** What was shared in a conversation: pictures, then other files, newest first. */
export default define.page<typeof handler>(({ data: { frame, files, id }, state }) => {
  const text = t(state.locale);
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  return (
    <ChatsFrame {...frame} currentId={id}>
      <PageTitle title={text("details.files")} />
      <PagePane title={text("details.files")} back={{ href: `/c/${id}/details`, label: text("details.title") }}>
        {files.length === 0 && (
          <EmptyState line={text("files.none")}>
            <a class="button" href={`/c/${id}`}>{text("group.to_chat")}</a>
          </EmptyState>
        )}
        <div class="shared">
          <Pictures pictures={pictures} />
        </div>
        <div class="shared">
          <Files files={others} reader={frame.reader} />
        </div>
      </PagePane>
    </ChatsFrame>
  );
});
