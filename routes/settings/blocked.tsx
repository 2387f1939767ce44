import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { PeopleList } from "@/components/people/PeopleList.tsx";
import { SettingsFrame } from "@/components/settings/SettingsFrame.tsx";
import { listBlockedUsers } from "@/lib/chat/people/blocks.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadSettings } from "@/lib/pages/settings.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const [frame, people] = await Promise.all([loadSettings(ctx, me), listBlockedUsers(ctx.state.deps, me.id)]);
    return page({ frame, people });
  },
});

export default define.page<typeof handler>(({ data: { frame, people }, state }) => {
  const text = t(state.locale);
  return (
    <SettingsFrame {...frame} text={text} title={text("settings.blocked")} lead={text("people.block_line")}>
      {people.length === 0 ? <EmptyState line={text("people.none_blocked")} /> : (
        <PeopleList
          people={people}
          viewerId={frame.viewer.id}
          reader={frame.reader}
          end={({ id }) => (
            <form method="post" action={`/people/${id}/block`}>
              <button type="submit" class="button small" name="blocked" value="no">{text("people.unblock")}</button>
            </form>
          )}
        />
      )}
    </SettingsFrame>
  );
});
