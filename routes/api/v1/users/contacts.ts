import { listContactUsers } from "@/lib/chat/people/find_people.ts";
import { define } from "@/lib/define.ts";
import { orFail } from "@/lib/http/errors.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const listing = listContactUsers(ctx.state.deps, me.id);
    return Response.json({ contacts: await orFail("Failed to get contacts", listing) });
  },
});
