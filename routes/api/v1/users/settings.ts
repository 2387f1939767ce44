import { updateSettings } from "@/lib/chat/people/profile.ts";
import { define } from "@/lib/define.ts";
import { SettingsBody } from "@/lib/http/api/users.ts";
import { readJson } from "@/lib/http/body.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  GET: (ctx) => Response.json({ settings: requireSignedIn(ctx.state).settings }),
  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const settings = await readJson(ctx.req, SettingsBody);
    return Response.json({ settings: await updateSettings(ctx.state.deps, me.id, settings) });
  },
});
