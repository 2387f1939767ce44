import { checkAdmin } from "@/lib/chat/people/administer.ts";
import { sendNotice } from "@/lib/chat/notices.ts";
import { define } from "@/lib/define.ts";
import { NoticeBody } from "@/lib/http/api/admin.ts";
import { readJson } from "@/lib/http/body.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const me = requireSignedIn(ctx.state);
    checkAdmin(me);
    const { content } = await readJson(ctx.req, NoticeBody);
    const { id } = await sendNotice(ctx.state.deps, me, content);
    return Response.json({ id }, { status: 201 });
  },
});
