import {
  bigint,
  boolean,
  customType,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

// Columns and types for queries. Tables, checks, references and indexes are made by db/migrations/ alone;
// schema_test.ts compares the columns here with what the migrations made.

const seq = (name: string) => bigint(name, { mode: "number" });
const time = (name: string) => timestamp(name, { withTimezone: true });
const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
const json = (name: string) => jsonb(name).notNull().default({});

export const users = pgTable("users", {
  id: uuid("id").primaryKey(),
  username: text("username").notNull(),
  usernameKey: text("username_key").notNull(),
  email: text("email").notNull(),
  emailKey: text("email_key").notNull(),
  passwordHash: text("password_hash").notNull(),
  firstName: text("first_name").notNull().default(""),
  lastName: text("last_name").notNull().default(""),
  avatar: text("avatar").notNull().default(""),
  status: text("status", { enum: ["online", "away", "busy", "offline"] }).notNull().default("online"),
  statusText: text("status_text").notNull().default(""),
  lastSeen: time("last_seen"),
  isActive: boolean("is_active").notNull().default(true),
  isAdmin: boolean("is_admin").notNull().default(false),
  settings: json("settings"),
  createdAt: time("created_at").notNull().defaultNow(),
  updatedAt: time("updated_at").notNull().defaultNow(),
  deletedAt: time("deleted_at"),
  searchKey: text("search_key").notNull().default(""),
});

export const sessions = pgTable("sessions", {
  id: uuid("id").primaryKey(),
  userId: uuid("user_id").notNull(),
  kind: text("kind", { enum: ["cookie", "jwt"] }).notNull(),
  tokenHash: bytes("token_hash"),
  device: text("device").notNull().default(""),
  address: text("address").notNull().default(""),
  createdAt: time("created_at").notNull().defaultNow(),
  lastSeenAt: time("last_seen_at").notNull().defaultNow(),
  expiresAt: time("expires_at").notNull(),
});

export const conversations = pgTable("conversations", {
  id: uuid("id").primaryKey(),
  kind: text("kind", { enum: ["direct", "group"] }).notNull(),
  directKey: text("direct_key"),
  name: text("name").notNull().default(""),
  description: text("description").notNull().default(""),
  avatar: text("avatar").notNull().default(""),
  announcement: text("announcement").notNull().default(""),
  announcementBy: uuid("announcement_by"),
  announcementAt: time("announcement_at"),
  ownerId: uuid("owner_id"),
  maxMembers: integer("max_members").notNull().default(100),
  isPrivate: boolean("is_private").notNull().default(false),
  readOnly: boolean("read_only").notNull().default(false),
  archivedAt: time("archived_at"),
  lastSeq: seq("last_seq").notNull().default(0),
  createdAt: time("created_at").notNull().defaultNow(),
  updatedAt: time("updated_at").notNull().defaultNow(),
});

export const members = pgTable("members", {
  conversationId: uuid("conversation_id").notNull(),
  userId: uuid("user_id").notNull(),
  role: text("role", { enum: ["owner", "admin", "member"] }).notNull().default("member"),
  lastReadSeq: seq("last_read_seq").notNull().default(0),
  lastDeliveredSeq: seq("last_delivered_seq").notNull().default(0),
  readAt: time("read_at"),
  muted: boolean("muted").notNull().default(false),
  joinedAt: time("joined_at").notNull().defaultNow(),
  leftAt: time("left_at"),
}, (t) => [primaryKey({ columns: [t.conversationId, t.userId] })]);

export const messages = pgTable("messages", {
  conversationId: uuid("conversation_id").notNull(),
  seq: seq("seq").notNull(),
  id: uuid("id").notNull(),
  authorId: uuid("author_id").notNull(),
  clientId: text("client_id").notNull(),
  type: text("type", { enum: ["text", "image", "file", "system"] }).notNull().default("text"),
  content: text("content").notNull(),
  data: json("data"),
  replyTo: seq("reply_to"),
  editedAt: time("edited_at"),
  deletedAt: time("deleted_at"),
  deletedBy: uuid("deleted_by"),
  changedSeq: seq("changed_seq").notNull(),
  createdAt: time("created_at").notNull(),
}, (t) => [primaryKey({ columns: [t.conversationId, t.seq] })]);

export const events = pgTable("events", {
  conversationId: uuid("conversation_id").notNull(),
  seq: seq("seq").notNull(),
  kind: text("kind", { enum: ["edited", "recalled", "reacted"] }).notNull(),
  messageSeq: seq("message_seq").notNull(),
  actorId: uuid("actor_id").notNull(),
  data: json("data"),
  createdAt: time("created_at").notNull(),
}, (t) => [primaryKey({ columns: [t.conversationId, t.seq] })]);

export const messageEdits = pgTable("message_edits", {
  conversationId: uuid("conversation_id").notNull(),
  messageSeq: seq("message_seq").notNull(),
  editedSeq: seq("edited_seq").notNull(),
  previous: text("previous").notNull(),
  editedAt: time("edited_at").notNull(),
}, (t) => [primaryKey({ columns: [t.conversationId, t.messageSeq, t.editedSeq] })]);

export const reactions = pgTable("reactions", {
  conversationId: uuid("conversation_id").notNull(),
  messageSeq: seq("message_seq").notNull(),
  userId: uuid("user_id").notNull(),
  emoji: text("emoji").notNull(),
  createdAt: time("created_at").notNull().defaultNow(),
}, (t) => [primaryKey({ columns: [t.conversationId, t.messageSeq, t.userId, t.emoji] })]);

export const hiddenMessages = pgTable("hidden_messages", {
  userId: uuid("user_id").notNull(),
  conversationId: uuid("conversation_id").notNull(),
  messageSeq: seq("message_seq").notNull(),
}, (t) => [primaryKey({ columns: [t.userId, t.conversationId, t.messageSeq] })]);

export const blocks = pgTable("blocks", {
  blockerId: uuid("blocker_id").notNull(),
  blockedId: uuid("blocked_id").notNull(),
  createdAt: time("created_at").notNull().defaultNow(),
}, (t) => [primaryKey({ columns: [t.blockerId, t.blockedId] })]);

export const friendships = pgTable("friendships", {
  requesterId: uuid("requester_id").notNull(),
  addresseeId: uuid("addressee_id").notNull(),
  status: text("status", { enum: ["pending", "accepted"] }).notNull(),
  createdAt: time("created_at").notNull().defaultNow(),
  updatedAt: time("updated_at").notNull().defaultNow(),
}, (t) => [primaryKey({ columns: [t.requesterId, t.addresseeId] })]);

export const invites = pgTable("invites", {
  id: uuid("id").primaryKey(),
  tokenHash: bytes("token_hash").notNull(),
  kind: text("kind", { enum: ["group", "registration", "password_reset"] }).notNull(),
  conversationId: uuid("conversation_id"),
  userId: uuid("user_id"),
  createdBy: uuid("created_by"),
  maxUses: integer("max_uses"),
  uses: integer("uses").notNull().default(0),
  expiresAt: time("expires_at"),
  revokedAt: time("revoked_at"),
  createdAt: time("created_at").notNull().defaultNow(),
});

export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  updatedAt: time("updated_at").notNull().defaultNow(),
});

export const audit = pgTable("audit", {
  id: uuid("id").primaryKey(),
  actorId: uuid("actor_id"),
  action: text("action").notNull(),
  subject: text("subject").notNull().default(""),
  data: json("data"),
  createdAt: time("created_at").notNull().defaultNow(),
});

export const searchBlocks = pgTable("search_blocks", {
  conversationId: uuid("conversation_id").notNull(),
  fromSeq: seq("from_seq").notNull(),
  toSeq: seq("to_seq").notNull(),
  isFull: boolean("is_full").notNull(),
  oldestAt: time("oldest_at"),
  newestAt: time("newest_at"),
  signature: bytes("signature").notNull(),
}, (t) => [primaryKey({ columns: [t.conversationId, t.fromSeq] })]);

export const attachments = pgTable("attachments", {
  id: uuid("id").primaryKey(),
  ownerId: uuid("owner_id").notNull(),
  purpose: text("purpose", { enum: ["message", "avatar"] }).notNull().default("message"),
  conversationId: uuid("conversation_id"),
  clientId: text("client_id"),
  name: text("name").notNull(),
  size: bigint("size", { mode: "number" }).notNull(),
  mime: text("mime").notNull().default("application/octet-stream"),
  sha256: text("sha256"),
  comingSha256: text("coming_sha256"),
  width: integer("width"),
  height: integer("height"),
  blur: text("blur").notNull().default(""),
  createdAt: time("created_at").notNull(),
});
