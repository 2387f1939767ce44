import { editMessage } from "@/lib/chat/edit_message.ts";
import { hideMessage } from "@/lib/chat/hide_message.ts";
import { recallMessage } from "@/lib/chat/recall_message.ts";
import { findMessage } from "@/lib/chat/timeline.ts";
import { define } from "@/lib/define.ts";
import { EditBody } from "@/lib/http/api/messages.ts";
import { readJson } from "@/lib/http/body.ts";
import { orFail } from "@/lib/http/errors.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    return Response.json({ message: await findMessage(ctx.state.deps, me.id, param(ctx, "message_id")) });
  },

  async PUT(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { content } = await readJson(ctx.req, EditBody);
    await editMessage(deps, me, param(ctx, "message_id"), content);
    return Response.json({ message: await findMessage(deps, me.id, param(ctx, "message_id")) });
  },

  /** R-11; with `?for=me` it is hidden for me alone. */
  async DELETE(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const isForMe = ctx.url.searchParams.get("for") === "me";
    const deleted = (isForMe ? hideMessage : recallMessage)(deps, me, param(ctx, "message_id"));
    await orFail<unknown>("Failed to delete message", deleted);
    return Response.json({ message: "Message deleted successfully" });
  },
});
