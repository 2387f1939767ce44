import type { Reader } from "@/lib/i18n/reader.ts";
import type {
  Beyond,
  ConversationDetailsJson,
  ConversationJson,
  MessageJson,
  TimelinePageJson,
} from "@/lib/protocol/messages.ts";
import type { ListFilter } from "../list/ListHead.tsx";
import type { Viewer } from "../props.ts";

/** The person's choices that the live side minds; those that only colour the page stand on `<html>`. */
export interface MessengerSettings {
  readonly enterSends: boolean;
  readonly sound: boolean;
  readonly notifications: boolean;
  readonly doNotDisturb: boolean;
}

/** A conversation as it stands open. */
export interface OpenConversation {
  readonly details: ConversationDetailsJson;
  readonly page: TimelinePageJson;
  /** How far it was read when it was opened: the unread line stands behind this. */
  readonly unreadAfter: number;
  /** The message that the address asks for (`?at=`): scrolled to and lit. */
  readonly at: number | null;
  /** For the form without script, so that a double submit is one message. */
  readonly clientId: string;
  /** The message that the form answers (`?reply=`). */
  readonly replyTo: MessageJson | null;
  /** What is in the field, after a refused form. */
  readonly draft: string;
  /** Shown in place of the composer, such as "You are no longer in this group"; null: one may write. */
  readonly cannotWrite: string | null;
}

/** Everything the messenger shows at first: list, chat and details. Plain JSON, so that an island can take it. */
export interface MessengerProps {
  readonly viewer: Viewer;
  readonly reader: Reader;
  readonly settings: MessengerSettings;
  /** The first conversations, in order of activity. */
  readonly conversations: readonly ConversationJson[];
  /** What is beyond them; null: these are all. */
  readonly beyond: Beyond | null;
  readonly filter: ListFilter;
  /** Announcements put away in this browser, as `closedBanner` names them. */
  readonly closedBanners: readonly string[];
  /** Null on `/`: nothing stands open. */
  readonly open: OpenConversation | null;
  /** Whether the details pane was left open or closed, from the cookie `details`; null: by the width of the window. */
  readonly details: "open" | "closed" | null;
  /** Someone who has no conversation yet sees what to do first. */
  readonly firstRun: boolean;
  readonly maxContentBytes: number;
}
