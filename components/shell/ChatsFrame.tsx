import type { ComponentChildren } from "preact";
import { ListPane } from "../messenger/ListPane.tsx";
import type { MessengerProps } from "../messenger/props.ts";
import { AppFrame, type AppFrameProps } from "./AppFrame.tsx";

export interface ChatsFrameProps
  extends Pick<AppFrameProps, "viewer" | "reader" | "attention">, Pick<MessengerProps, "conversations" | "beyond"> {
  readonly currentId?: string | null;
  readonly children: ComponentChildren;
}

/** A page beside the list of conversations, such as "New chat". */
export function ChatsFrame({ conversations, beyond, currentId, children, ...frame }: ChatsFrameProps) {
  return (
    <AppFrame
      {...frame}
      place="chats"
      pane="chat"
      list={
        <ListPane
          conversations={conversations}
          beyond={beyond}
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
