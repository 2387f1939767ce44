import { define } from "@/lib/define.ts";
import { ENDPOINTS } from "@/lib/http/api/all.ts";
import { openApiDocument } from "@/lib/http/openapi.ts";

export const handler = define.handlers({
  GET: (ctx) => Response.json(openApiDocument(ENDPOINTS, ctx.state.origin)),
});
