import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { PeopleList } from "@/components/people/PeopleList.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { listReaders } from "@/lib/chat/list_readers.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadMessage } from "@/lib/pages/message.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const [loaded, readers] = await Promise.all([
      loadMessage(ctx),
      listReaders(ctx.state.deps, me.id, param(ctx, "id")),
    ]);
    return page({ ...loaded, readers });
  },
});

export default define.page<typeof handler>(({ data: { frame, conversation, back, readers }, state }) => {
  const text = t(state.locale);
  const list = (title: string, people: typeof readers.read) =>
    people.length > 0 && (
      <section class="group">
        <h2>{title}</h2>
        <PeopleList people={people} viewerId={frame.viewer.id} reader={frame.reader} />
      </section>
    );
  return (
    <ChatsFrame {...frame} currentId={conversation.id}>
      <PageTitle title={text("receipt.title")} />
      <PagePane
        title={text("receipt.read_by", { readers: readers.read_count, others: readers.total })}
        back={{ href: back, label: text("chat.back") }}
      >
        {readers.delivered_count === 0 && <EmptyState line={text("receipt.nobody")} />}
        {list(text("tick.read"), readers.read)}
        {list(text("tick.delivered"), readers.delivered)}
      </PagePane>
    </ChatsFrame>
  );
});
