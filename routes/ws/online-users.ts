import { findPeople } from "@/lib/chat/people/person_json.ts";
import { visibleTo } from "@/lib/chat/people/visibility.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps, app } = ctx.state;
    const me = requireSignedIn(ctx.state);
    const visible = await visibleTo(deps.db, me.id, app.hub.listOnline());
    const people = await findPeople(deps, me.id, [...visible]);
    return ctx.json({ online_users: [...people.values()].filter(({ status }) => status !== "offline") });
  },
});
