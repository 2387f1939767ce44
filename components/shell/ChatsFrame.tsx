import type { ComponentChildren } from "preact";
import type { ConversationJson } from "@/lib/protocol/messages.ts";
import { ListPane } from "../messenger/ListPane.tsx";
import { AppFrame, type AppFrameProps } from "./AppFrame.tsx";

export interface ChatsFrameProps extends Pick<AppFrameProps, "viewer" | "reader" | "attention"> {
  readonly conversations: readonly ConversationJson[];
  readonly currentId?: string | null;
  readonly children: ComponentChildren;
}

/** A page beside the list of conversations, such as "New chat". */
export function ChatsFrame({ conversations, currentId, children, ...frame }: ChatsFrameProps) {
  return (
    <AppFrame
      {...frame}
      place="chats"
      pane="chat"
      list={
        <ListPane
          conversations={conversations}
          viewer={frame.viewer}
          reader={frame.reader}
          filter="all"
          currentId={currentId}
        />
      }
    >
      {children}
    </AppFrame>
  );
}
