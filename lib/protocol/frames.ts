import type { MessageData, MessageType, Presence, QuoteJson, Role, SystemFact } from "./messages.ts";

/** What a client wants stored, past the decoder: types are true from here on. */
export interface Draft {
  readonly content: string;
  /** 1–64 printable ASCII; the decoder makes one when the client gave none. */
  readonly clientId: string;
  readonly messageType: MessageType;
  /** Id of the message replied to. */
  readonly replyTo: string | null;
  /** Ids of uploaded files. */
  readonly attachments: readonly string[];
}

export type ClientFrame =
  | { readonly type: "private"; readonly to: string; readonly draft: Draft }
  | { readonly type: "group"; readonly groupId: string; readonly draft: Draft }
  | { readonly type: "typing"; readonly to: string | null; readonly groupId: string | null }
  | { readonly type: "read"; readonly messageId: string }
  | { readonly type: "read"; readonly conversationId: string; readonly seq: number }
  | { readonly type: "delivered"; readonly conversationId: string; readonly seq: number }
  | { readonly type: "user_status"; readonly status: Presence }
  /** Whether this page is being used; a person whose pages are all idle is shown as away. */
  | { readonly type: "user_status"; readonly idle: boolean }
  | { readonly type: "edit"; readonly messageId: string; readonly content: string }
  | { readonly type: "recall"; readonly messageId: string }
  | { readonly type: "react"; readonly messageId: string; readonly emoji: string; readonly on: boolean }
  | { readonly type: "resume"; readonly cursors: ReadonlyMap<string, number> }
  | { readonly type: "ping" };

export type ClientFrameType = ClientFrame["type"];

/** Facts are numbered, in order, and never lost; everything else is state and may be dropped. */
export type FactFrame =
  | MessageFrame
  | EditedFrame
  | RecalledFrame
  | ReactedFrame
  | MemberFrame
  | GroupUpdatedFrame
  | HiddenFrame;

export interface MessageFrame {
  readonly type: "private" | "group";
  readonly id: string;
  readonly seq: number;
  readonly conversation_id: string;
  readonly from: string;
  /** The author's name as it was, so that an unknown author can be drawn at once. */
  readonly from_name: string;
  readonly to?: string;
  readonly group_id?: string;
  readonly content: string;
  readonly message_type: MessageType;
  readonly created_at: string;
  readonly client_id: string;
  readonly reply_to?: QuoteJson;
  readonly data?: MessageData;
}

export interface EditedFrame {
  readonly type: "edited";
  readonly conversation_id: string;
  readonly seq: number;
  readonly message_id: string;
  readonly message_seq: number;
  readonly from: string;
  /** The content as it is now: empty when recalled since. */
  readonly content: string;
  readonly edited_at: string;
  /** Whom the content mentions now; absent: nobody. */
  readonly mentions?: readonly string[];
}

export interface RecalledFrame {
  readonly type: "recalled";
  readonly conversation_id: string;
  readonly seq: number;
  readonly message_id: string;
  readonly message_seq: number;
  readonly from: string;
}

export interface ReactedFrame {
  readonly type: "reacted";
  readonly conversation_id: string;
  readonly seq: number;
  readonly message_id: string;
  readonly message_seq: number;
  readonly from: string;
  readonly emoji: string;
  readonly on: boolean;
}

export interface MemberFrame {
  readonly type: "group_member_added" | "group_member_removed" | "group_member_left";
  readonly id: string;
  readonly seq: number;
  readonly conversation_id: string;
  readonly group_id: string;
  readonly from: string;
  readonly content: { readonly group_id: string; readonly user_id: string; readonly role?: Role };
  /** English sentence of the system message. */
  readonly text: string;
  readonly fact: SystemFact;
  readonly created_at: string;
}

/** Every other change of a group: name, role, owner, announcement, archive … */
export interface GroupUpdatedFrame {
  readonly type: "group_updated";
  readonly id: string;
  readonly seq: number;
  readonly conversation_id: string;
  readonly group_id: string;
  readonly from: string;
  readonly text: string;
  readonly fact: SystemFact;
  readonly created_at: string;
}

/** In a resume only: a fact about a message that I hid for myself. */
export interface HiddenFrame {
  readonly type: "hidden";
  readonly conversation_id: string;
  readonly seq: number;
}

export type StateFrame =
  | {
    readonly type: "system";
    readonly content: string;
    readonly from: "server";
    readonly to: string;
    readonly session_id: string;
    readonly heartbeat_ms: number;
    readonly server_time: string;
  }
  | {
    readonly type: "ack";
    readonly client_id: string;
    readonly id: string;
    readonly seq: number;
    readonly conversation_id: string;
    readonly created_at: string;
  }
  | {
    readonly type: "read";
    readonly conversation_id: string;
    readonly from: string;
    readonly seq: number;
    /** Id of the addressee's newest covered message; "" on the reader's own devices. */
    readonly content: string;
    readonly readers?: readonly string[];
  }
  | {
    readonly type: "delivered";
    readonly conversation_id: string;
    readonly from: string;
    readonly seq: number;
    /** All whose mark rose to `seq`, when more than one. */
    readonly readers?: readonly string[];
  }
  | {
    readonly type: "typing";
    readonly conversation_id: string;
    readonly from: string;
    readonly to?: string;
    readonly group_id?: string;
    readonly content: { readonly username: string };
  }
  | {
    readonly type: "user_status";
    readonly from: "system";
    readonly content: {
      readonly user_id: string;
      readonly status: Presence;
      readonly status_text: string;
      readonly last_seen: string | null;
    };
  }
  | { readonly type: "heads"; readonly heads: Readonly<Record<string, number>> }
  | { readonly type: "resumed"; readonly heads: Readonly<Record<string, number>> }
  | { readonly type: "reload"; readonly conversation_id: string; readonly seq: number }
  /** I am no longer a member: drop the conversation's subscription. */
  | { readonly type: "conversation_removed"; readonly conversation_id: string }
  /** On my own devices: I muted a conversation, or unmuted it. */
  | { readonly type: "muted"; readonly conversation_id: string; readonly muted: boolean }
  | { readonly type: "pong"; readonly server_time: string }
  | { readonly type: "draining"; readonly retry_after_ms: number }
  | {
    readonly type: "error";
    readonly code: string;
    readonly error: string;
    readonly client_id?: string;
    /** The type of the frame that was refused. */
    readonly ref?: string;
    readonly retry_after_ms?: number;
  };

export type ServerFrame = FactFrame | StateFrame;
export type ServerFrameType = ServerFrame["type"];
