import { page } from "fresh";
import { DetailsPane } from "@/components/details/DetailsPane.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { define } from "@/lib/define.ts";
import { param } from "@/lib/http/param.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { loadFrame } from "@/lib/pages/frame.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const [frame, details] = await Promise.all([
      loadFrame(ctx, me),
      conversationDetails(ctx.state.deps, me.id, param(ctx, "id")),
    ]);
    return page({ frame, details });
  },
});

/** The details as a page of their own, for narrow windows and for those without script. */
export default define.page<typeof handler>(({ data: { frame, details } }) => (
  <ChatsFrame {...frame} currentId={details.id}>
    <PageTitle title={details.name} />
    <main class="page side" id="main" tabIndex={-1}>
      <DetailsPane conversation={details} viewerId={frame.viewer.id} reader={frame.reader} level={1} />
    </main>
  </ChatsFrame>
));
