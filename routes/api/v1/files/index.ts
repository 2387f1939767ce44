import { define } from "@/lib/define.ts";
import { wrongCrop } from "@/lib/files/crop.ts";
import { cropFrom, FileQuery } from "@/lib/http/api/files.ts";
import { checkValue } from "@/lib/http/check_value.ts";
import { filesOf } from "@/lib/http/files_of.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { uploadResponse } from "@/lib/http/upload_response.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { name, size, purpose, ...place } = checkValue(Object.fromEntries(ctx.url.searchParams), FileQuery);
    const crop = cropFrom(place);
    await deps.rates.take("upload", me.id);
    const files = filesOf(deps);
    if (size !== undefined) {
      await ctx.req.body?.cancel();
      if (crop) throw wrongCrop("With size the square is given to the PUT that brings the end of the picture");
      return uploadResponse(await files.begin(me.id, { name, size: Number(size), purpose }));
    }
    const length = ctx.req.headers.get("content-length");
    const file = { name, size: length === null ? null : Number(length), purpose, crop };
    const row = await files.upload(me.id, file, ctx.req.body);
    return uploadResponse(row, 201);
  },
});
