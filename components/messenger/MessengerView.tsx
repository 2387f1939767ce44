import { liveText } from "@/lib/i18n/live_text.ts";
import { DetailsPane } from "../details/DetailsPane.tsx";
import { AppFrame } from "../shell/AppFrame.tsx";
import { Mark } from "../shell/Mark.tsx";
import { attentionOf } from "./attention.ts";
import { ChatView } from "./ChatView.tsx";
import { ListPane } from "./ListPane.tsx";
import type { MessengerProps } from "./props.ts";
import { Welcome } from "./Welcome.tsx";

/** List, chat and details as the server shows them. */
export function MessengerView(props: MessengerProps) {
  const { viewer, reader, conversations, beyond, filter, open, details, firstRun, closedBanners } = props;
  return (
    <AppFrame
      viewer={viewer}
      reader={reader}
      place="chats"
      attention={attentionOf(conversations, beyond)}
      pane={open ? "chat" : "list"}
      details={details}
      list={
        <ListPane
          conversations={conversations}
          beyond={beyond}
          viewer={viewer}
          reader={reader}
          filter={filter}
          currentId={open?.details.id ?? null}
        />
      }
      aside={open && <DetailsPane conversation={open.details} viewerId={viewer.id} reader={reader} />}
      skipTo={open && open.cannotWrite === null ? "composer" : "main"}
    >
      {open
        ? <ChatView open={open} viewer={viewer} reader={reader} closedBanners={closedBanners} />
        : firstRun
        ? <Welcome viewer={viewer} reader={reader} />
        : <NothingOpen reader={reader} />}
    </AppFrame>
  );
}

/** Beside the list, on a wide screen, while no conversation is open. */
export function NothingOpen({ reader }: Pick<MessengerProps, "reader">) {
  const text = liveText(reader.locale);
  return (
    <main class="chat none" id="main" tabIndex={-1}>
      <h1 class="vh">{text("list.title")}</h1>
      <Mark />
      <p>{text("chat.choose")}</p>
    </main>
  );
}
