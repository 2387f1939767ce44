import { page } from "fresh";
import { ConfirmPane } from "@/components/shell/ConfirmPane.tsx";
import { NavFrame } from "@/components/shell/NavFrame.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { blockPerson, unblockPerson } from "@/lib/chat/people/blocks.ts";
import { getProfile } from "@/lib/chat/people/profile.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { act, done } from "@/lib/pages/forms.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { peopleNav } from "@/lib/pages/navs.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const [frame, person] = await Promise.all([
      loadFrame(ctx, me),
      getProfile(ctx.state.deps, me.id, param(ctx, "id")),
    ]);
    return page({ frame, person });
  },
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const text = t(ctx.state.locale);
    return await act(ctx, `/people/${id}`, async (form) => {
      const unblock = form("blocked") === "no";
      await (unblock ? unblockPerson : blockPerson)(ctx.state.deps, me.id, id);
      return done(ctx.state, `/people/${id}`, text(unblock ? "done.unblocked" : "done.blocked"));
    });
  },
});

export default define.page<typeof handler>(({ data: { frame, person }, state, url }) => {
  const text = t(state.locale);
  const title = text("people.block_title", { name: person.display_name });
  return (
    <NavFrame {...frame} place="people" pane="chat" nav={peopleNav(text, url.pathname, 0)}>
      <PageTitle title={title} />
      <ConfirmPane
        title={title}
        line={text("people.block_line")}
        action={`/people/${person.id}/block`}
        button={text("people.block")}
        cancel={{ href: `/people/${person.id}`, label: text("dialog.cancel") }}
      />
    </NavFrame>
  );
});
