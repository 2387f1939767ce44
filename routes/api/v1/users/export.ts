import { exportData } from "@/lib/chat/people/export_data.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    await ctx.state.deps.rates.take("create", me.id);
    return ctx.stream(exportData(ctx.state.deps, me.id), {
      headers: {
        "content-type": "application/json",
        "content-disposition": 'attachment; filename="freshet-export.json"',
      },
    });
  },
});
