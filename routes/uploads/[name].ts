import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { serveFile } from "@/lib/http/serve_file.ts";

const ID_LENGTH = 36;

export const handler = define.handlers({
  /** the id of a file with an ending that says nothing. */
  GET: (ctx) => serveFile(ctx, param(ctx, "name").slice(0, ID_LENGTH)),
});
