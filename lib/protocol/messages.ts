/** The JSON shapes that REST, frames, pages and islands share. Names are the contract's, `snake_case`. */

export type ConversationKind = "direct" | "group";
export type MessageType = "text" | "image" | "file" | "system";
export type MessageStatus = "sent" | "delivered" | "read";
export type Role = "owner" | "admin" | "member";
export type Presence = "online" | "away" | "busy" | "offline";

/** What others may know of a person: no e-mail, effective presence as the viewer may see it. */
export interface PersonJson {
  readonly id: string;
  readonly username: string;
  /** First and last name if given, else the user name. */
  readonly display_name: string;
  readonly avatar: string;
  readonly status: Presence;
  readonly status_text: string;
  /** ISO time, or null when never seen or not for the viewer. */
  readonly last_seen: string | null;
  readonly is_active: boolean;
}

export interface ReactionJson {
  readonly emoji: string;
  readonly user_ids: readonly string[];
}

/** The quoted message above a reply, as short as a quote needs; empty content when recalled. */
export interface QuoteJson {
  readonly id: string;
  readonly seq: number;
  readonly sender_id: string;
  readonly content: string;
  readonly message_type: MessageType;
  readonly is_deleted: boolean;
  /** Of its first file, if it has one. */
  readonly attachment_name?: string;
  /** I have hidden it for myself. */
  readonly is_hidden?: boolean;
}

/** What a system message says, beside its English `content`. */
export interface SystemFact {
  readonly action:
    | "group_created"
    | "group_member_added"
    | "group_member_removed"
    | "group_member_left"
    | "group_member_joined"
    | "group_role_changed"
    | "group_owner_changed"
    | "group_updated"
    | "announcement_changed"
    | "notice";
  /** Whom it is about. */
  readonly user_id?: string;
  readonly user_name?: string;
  readonly role?: Role;
  /** For `group_updated`: the fields that changed, with new values. */
  readonly changes?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AttachmentJson {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly mime: string;
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
  readonly thumb_url?: string;
  /** Tiny data for a blurred placeholder. */
  readonly blur?: string;
}

export interface MessageData {
  readonly system?: SystemFact;
  readonly attachments?: readonly AttachmentJson[];
  /** Ids of people mentioned with `@`. */
  readonly mentions?: readonly string[];
}

/** One message as REST and pages give it (contract D-03 and our additions). */
export interface MessageJson {
  readonly id: string;
  readonly seq: number;
  readonly conversation_id: string;
  /** The seq of the newest fact that changed it; a change with a lower or equal seq is stale. */
  readonly changed_seq: number;
  readonly sender_id: string;
  /** The author's display name now, for lists and previews; the server always gives it. */
  readonly sender_name?: string;
  /** The other person of a direct chat, else "". */
  readonly receiver_id: string;
  /** The group, else "". */
  readonly group_id: string;
  readonly content: string;
  readonly message_type: MessageType;
  readonly status: MessageStatus;
  readonly is_read: boolean;
  readonly is_deleted: boolean;
  readonly read_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly edited_at: string | null;
  readonly client_id: string;
  readonly reply_to: QuoteJson | null;
  readonly reactions: readonly ReactionJson[];
  readonly data: MessageData;
}

/** A message that I have hidden for myself: keeps numbers dense. */
export interface HiddenJson {
  readonly seq: number;
  readonly hidden: true;
}

/** One row of the conversation list. */
export interface ConversationJson {
  readonly id: string;
  readonly kind: ConversationKind;
  /** The group's name; for direct chats the other person's display name. */
  readonly name: string;
  readonly avatar: string;
  /** The other person of a direct chat (oneself in a chat with oneself), else null. */
  readonly peer: PersonJson | null;
  readonly last_seq: number;
  /** The newest message that is neither hidden nor an event; null in an empty chat. */
  readonly last_message: MessageJson | null;
  readonly last_activity: string;
  readonly unread: number;
  readonly mentions: number;
  readonly last_read_seq: number;
  readonly muted: boolean;
  readonly role: Role;
  readonly member_count: number;
  readonly archived: boolean;
  readonly read_only: boolean;
}

export interface MemberJson {
  readonly user: PersonJson;
  readonly role: Role;
  readonly joined_at: string;
  readonly last_read_seq: number;
  readonly last_delivered_seq: number;
}

/** Conversations that a page does not show at first, and in how many of them something is new. */
export interface Beyond {
  readonly count: number;
  readonly unread: number;
  readonly mentions: number;
  /** With a mention, or a direct message that is not muted. */
  readonly forMe: number;
}

/** Everything about a group or direct chat that the chat page and the details pane show. */
export interface ConversationDetailsJson extends ConversationJson {
  readonly description: string;
  readonly announcement: string;
  readonly announcement_by: string;
  readonly announcement_at: string | null;
  readonly owner_id: string;
  readonly max_members: number;
  readonly is_private: boolean;
  readonly members: readonly MemberJson[];
}

/** A stretch of a conversation, oldest first. */
export interface TimelinePageJson {
  readonly messages: readonly (MessageJson | HiddenJson)[];
  /** The cursor read before the rows: facts at or below it are in them. */
  readonly as_of: number;
  readonly has_older: boolean;
  readonly has_newer: boolean;
  /** The authors of these messages, members or not; the server always gives it. */
  readonly people?: readonly PersonJson[];
}
