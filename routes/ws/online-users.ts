import { loadInOrder } from "@/lib/chat/people/load_people.ts";
import { usersJson } from "@/lib/chat/people/user_json.ts";
import { visibleTo } from "@/lib/chat/people/visibility.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps, app } = ctx.state;
    const me = requireSignedIn(ctx.state);
    const visible = await visibleTo(deps.db, me.id, app.hub.listOnline());
    const users = await usersJson(deps, me.id, await loadInOrder(deps, [...visible].map((id) => ({ id }))));
    return ctx.json({ online_users: users.filter(({ status }) => status !== "offline") });
  },
});
