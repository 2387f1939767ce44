import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { serveFile } from "@/lib/http/serve_file.ts";

export const handler = define.handlers({
  GET: (ctx) => serveFile(ctx, param(ctx, "id")),
});
