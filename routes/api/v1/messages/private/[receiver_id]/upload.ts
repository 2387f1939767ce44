import { accessDirect } from "@/lib/chat/access_direct.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { takeUpload } from "@/lib/http/take_upload.ts";

export const handler = define.handlers({
  /** */
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const to = param(ctx, "receiver_id");
    // Before the file is read.
    await accessDirect(deps, me.id, to);
    return await takeUpload(ctx.req, deps, me, { to });
  },
});
