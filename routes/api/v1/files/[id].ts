import { define } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { cropFrom, OffsetQuery } from "@/lib/http/api/files.ts";
import { checkValue } from "@/lib/http/check_value.ts";
import { filesOf } from "@/lib/http/files_of.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { uploadResponse } from "@/lib/http/upload_response.ts";
import { isId } from "@/lib/ids.ts";

/** Anything but an id of ours is a file that does not exist. */
function fileId(ctx: Parameters<typeof param>[0]): string {
  const id = param(ctx, "id");
  if (!isId(id)) throw new ChatError("not_found");
  return id;
}

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return uploadResponse(await filesOf(ctx.state.deps).findUnsent(me.id, fileId(ctx)));
  },

  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const { offset = "0", ...place } = checkValue(Object.fromEntries(ctx.url.searchParams), OffsetQuery);
    const files = filesOf(ctx.state.deps);
    return uploadResponse(
      await files.resume(me.id, fileId(ctx), { offset: Number(offset), crop: cropFrom(place) }, ctx.req.body),
    );
  },

  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    await filesOf(ctx.state.deps).discard(me.id, fileId(ctx));
    return new Response(null, { status: 204 });
  },
});
