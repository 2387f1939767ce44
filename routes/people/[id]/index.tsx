import { page } from "fresh";
import { PersonCard } from "@/components/people/PersonCard.tsx";
import { NavFrame } from "@/components/shell/NavFrame.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { commonGroups } from "@/lib/chat/people/common_groups.ts";
import { getProfile } from "@/lib/chat/people/profile.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { peopleNav } from "@/lib/pages/navs.ts";
import { relationTo } from "@/lib/pages/relation.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const id = param(ctx, "id");
    const [frame, person, relation, groups] = await Promise.all([
      loadFrame(ctx, me),
      getProfile(ctx.state.deps, me.id, id),
      relationTo(ctx.state.deps, me.id, id),
      commonGroups(ctx.state.deps, me.id, id),
    ]);
    return page({ frame, person, relation, groups });
  },
});

export default define.page<typeof handler>(({ data: { frame, person, relation, groups }, state, url }) => {
  const text = t(state.locale);
  return (
    <NavFrame {...frame} place="people" pane="chat" nav={peopleNav(text, url.pathname, 0)}>
      <PageTitle title={person.display_name} />
      <PersonCard person={person} relation={relation} groups={groups} reader={frame.reader} text={text} />
    </NavFrame>
  );
});
