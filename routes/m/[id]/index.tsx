import { page } from "fresh";
import { MessageActsList } from "@/components/messages/MessageActsList.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { Timeline } from "@/components/timeline/Timeline.tsx";
import { groupMessages } from "@/components/timeline/group_messages.ts";
import { hideMessage } from "@/lib/chat/hide_message.ts";
import { reactToMessage } from "@/lib/chat/react_to_message.ts";
import { findMessage } from "@/lib/chat/timeline.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done, goTo } from "@/lib/pages/forms.ts";
import { loadMessage } from "@/lib/pages/message.ts";

export const handler = define.handlers({
  GET: async (ctx) => page(await loadMessage(ctx)),

  /** Reactions and hiding; edits and recalls have pages of their own. */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps, locale } = ctx.state;
    const id = param(ctx, "id");
    return await act(ctx, `/m/${id}`, async (form) => {
      const { conversation_id, seq } = await findMessage(deps, me.id, id);
      if (form("act") === "hide") {
        await hideMessage(deps, me, id);
        return done(ctx.state, `/c/${conversation_id}`, t(locale)("message.hidden"));
      }
      await reactToMessage(deps, me, id, form("on") || form("off"), form.has("on"));
      return goTo(`/c/${conversation_id}?at=${seq}#m${seq}`);
    });
  },
});

export default define.page<typeof handler>(({ data, state }) => {
  const text = t(state.locale);
  const { frame, conversation, message, back } = data;
  const people = Object.fromEntries(conversation.members.map(({ user }) => [user.id, user]));
  return (
    <ChatsFrame {...frame} currentId={conversation.id}>
      <PageTitle title={text("message.page")} />
      <PagePane title={text("message.page")} lead={conversation.name} back={{ href: back, label: text("chat.back") }}>
        <div class="quoted">
          <Timeline
            rows={groupMessages([message], { viewerId: frame.viewer.id, reader: frame.reader })}
            kind="group"
            viewerId={frame.viewer.id}
            reader={frame.reader}
            people={people}
            label={text("message.page")}
          />
        </div>
        <MessageActsList {...data} text={text} viewerId={frame.viewer.id} />
      </PagePane>
    </ChatsFrame>
  );
});
