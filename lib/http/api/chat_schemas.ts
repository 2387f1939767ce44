import { z } from "zod";
import { Id, Status, Time } from "./schemas.ts";

const text = z.string();
const Seq = z.int().min(0).meta({ description: "Number in its conversation: 1, 2, 3 … without a hole" });
const IdOrNone = z.union([Id, z.literal("")]);
const Role = z.enum(["owner", "admin", "member"]);
const MessageType = z.enum(["text", "image", "file", "system"]);

export const PersonJson = z.object({
  id: Id,
  username: text,
  display_name: text,
  avatar: text,
  status: Status,
  status_text: text,
  last_seen: Time.nullable(),
  is_active: z.boolean(),
}).meta({ id: "Person" });

const QuoteJson = z.object({
  id: Id,
  seq: Seq,
  sender_id: Id,
  content: text,
  message_type: MessageType,
  is_deleted: z.boolean(),
  attachment_name: text.optional().meta({ description: "Of its first file, if it has one" }),
  is_hidden: z.boolean().optional().meta({ description: "You have hidden it for yourself" }),
}).meta({ id: "Quote" });

const MessageDataJson = z.looseObject({
  mentions: z.array(Id).optional(),
  system: z.looseObject({ action: text }).optional().meta({
    description: "What a system message says, for translation",
  }),
}).meta({ id: "MessageData" });

export const MessageJson = z.object({
  id: Id,
  seq: Seq,
  conversation_id: Id,
  changed_seq: Seq.meta({ description: "Number of the newest fact that changed it" }),
  sender_id: Id,
  sender_name: text,
  receiver_id: IdOrNone.meta({ description: "The other person of a direct chat" }),
  group_id: IdOrNone,
  content: text.meta({ description: "Empty when recalled" }),
  message_type: MessageType,
  status: z.enum(["sent", "delivered", "read"]),
  is_read: z.boolean(),
  is_deleted: z.boolean(),
  read_at: Time.nullable(),
  created_at: Time,
  updated_at: Time,
  edited_at: Time.nullable(),
  client_id: text,
  reply_to: QuoteJson.nullable(),
  reactions: z.array(z.object({ emoji: text, user_ids: z.array(Id) })),
  data: MessageDataJson,
}).meta({ id: "Message" });

const HiddenJson = z.object({ seq: Seq, hidden: z.literal(true) }).meta({
  id: "HiddenMessage",
  description: "A message that I have hidden for myself",
});

export const ShownJson = z.union([MessageJson, HiddenJson]);

export const AckJson = z.object({
  client_id: text,
  id: Id,
  seq: Seq,
  conversation_id: Id,
  created_at: Time,
}).meta({ id: "Ack" });

export const TimelineJson = z.object({
  messages: z.array(ShownJson),
  as_of: Seq.meta({ description: "The cursor read before the rows: facts at or below it are in them" }),
  has_older: z.boolean(),
  has_newer: z.boolean(),
  people: z.array(PersonJson),
}).meta({ id: "Timeline" });

export const ConversationJson = z.object({
  id: Id,
  kind: z.enum(["direct", "group"]),
  name: text,
  avatar: text,
  peer: PersonJson.nullable(),
  last_seq: Seq,
  last_message: MessageJson.nullable(),
  last_activity: Time,
  unread: z.int().meta({ description: "At most 100, which means 100 or more" }),
  mentions: z.int(),
  last_read_seq: Seq,
  muted: z.boolean(),
  role: Role,
  member_count: z.int(),
  archived: z.boolean(),
  read_only: z.boolean(),
}).meta({ id: "Conversation" });

export const MemberJson = z.object({
  user: PersonJson,
  role: Role,
  joined_at: Time,
  last_read_seq: Seq,
  last_delivered_seq: Seq,
}).meta({ id: "Member" });

export const ConversationDetailsJson = ConversationJson.extend({
  description: text,
  announcement: text,
  announcement_by: IdOrNone,
  announcement_at: Time.nullable(),
  owner_id: IdOrNone,
  max_members: z.int(),
  is_private: z.boolean(),
  members: z.array(MemberJson).meta({ description: "The first hundred" }),
}).meta({ id: "ConversationDetails" });

export const MembersJson = z.object({
  members: z.array(MemberJson),
  total: z.int(),
  next: text.nullable().meta({ description: "Give it as `after` for the next page" }),
}).meta({ id: "Members" });

export const ReadersJson = z.object({
  read: z.array(PersonJson),
  delivered: z.array(PersonJson),
  read_count: z.int(),
  delivered_count: z.int(),
  total: z.int(),
}).meta({ id: "Readers" });

export const GroupJson = z.object({
  id: Id,
  name: text,
  description: text,
  avatar: text,
  owner_id: IdOrNone,
  max_members: z.int(),
  is_private: z.boolean(),
  created_at: Time,
  updated_at: Time,
  owner: PersonJson.nullable(),
  member_count: z.int(),
  announcement: text,
  read_only: z.boolean(),
  archived: z.boolean(),
  last_seq: Seq,
  role: Role,
  muted: z.boolean(),
  unread: z.int(),
  mentions: z.int(),
  last_activity: Time,
}).meta({ id: "Group" });

export const GroupMemberJson = z.object({
  id: text,
  group_id: Id,
  user_id: Id,
  role: Role,
  is_admin: z.boolean(),
  is_active: z.boolean(),
  joined_at: Time,
  user: PersonJson,
}).meta({ id: "GroupMember" });

export const GroupWithMembersJson = GroupJson.extend({ members: z.array(GroupMemberJson) }).meta({
  id: "GroupWithMembers",
});

export const GroupFaceJson = z.object({
  id: Id,
  name: text,
  description: text,
  avatar: text,
  member_count: z.int(),
  joined: z.boolean(),
}).meta({ id: "GroupFace" });

export const InviteLinkJson = z.object({
  id: Id,
  created_by: IdOrNone,
  created_at: Time,
  expires_at: Time.nullable(),
  max_uses: z.int().nullable(),
  uses: z.int(),
}).meta({ id: "InviteLink" });

export const SearchJson = z.object({
  hits: z.array(z.object({
    message: MessageJson,
    conversation: z.object({ id: Id, kind: z.enum(["direct", "group"]), name: text }),
    sender_name: text,
  })),
  next: text.nullable(),
}).meta({ id: "SearchResult" });
