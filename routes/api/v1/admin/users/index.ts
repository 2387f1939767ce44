import { listEveryone } from "@/lib/chat/people/administer.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const window = { query: searchParams.get("q") ?? "", after: searchParams.get("after") };
    return Response.json(await listEveryone(ctx.state.deps, requireSignedIn(ctx.state), window));
  },
});
