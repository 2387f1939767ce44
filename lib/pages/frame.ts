import type { Context } from "fresh";
import { attentionOf } from "@/components/messenger/attention.ts";
import type { MessengerProps } from "@/components/messenger/props.ts";
import type { AppFrameProps } from "@/components/shell/AppFrame.tsx";
import { firstConversations } from "@/lib/chat/conversation_list.ts";
import type { SignedIn, State } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { readerOf, viewerOf } from "./reader.ts";

/** What the frame of every signed-in page needs. */
export interface Frame
  extends Pick<AppFrameProps, "viewer" | "reader" | "attention">, Pick<MessengerProps, "conversations" | "beyond"> {}

/** Who asks, and the frame of their page. Start it together with the page's own reads. */
export async function loadFrame(ctx: Context<State>, me: SignedIn = requireSignedIn(ctx.state)): Promise<Frame> {
  const first = await firstConversations(ctx.state.deps, me.id);
  return {
    viewer: viewerOf(me),
    reader: readerOf(ctx),
    attention: attentionOf(first.conversations, first.beyond),
    ...first,
  };
}
