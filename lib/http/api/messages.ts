import { z } from "zod";
import { describe } from "../openapi.ts";
import { AckJson, MessageJson, ReadersJson, SearchJson, ShownJson } from "./chat_schemas.ts";
import { said } from "./schemas.ts";

const tag = "Messages";
const text = z.string();

export const DraftBody = z.object({
  content: text.meta({ description: "1 byte to 16 KiB of UTF-8", examples: ["Hello"] }),
  client_id: text.nullish().meta({
    description: "1 to 64 printable ASCII characters of your own: the same again is the same message",
  }),
  message_type: z.enum(["text", "image", "file"]).nullish(),
  reply_to: text.nullish().meta({ description: "Id of a message of the same conversation" }),
  attachments: z.array(text).max(32).nullish(),
}).meta({ id: "Draft" });

export const EditBody = z.object({ content: text }).meta({ id: "MessageEdit" });
export const ReactionBody = z.object({
  emoji: text.meta({ examples: ["👍"] }),
  on: z.boolean().default(true),
}).meta({ id: "Reaction" });

const PageQuery = z.object({
  page: text.optional().meta({ description: "From 1" }),
  limit: text.optional().meta({ description: "1 to 100, 50 by default" }),
  before: text.optional().meta({ description: "Messages before this number; instead of `page`" }),
  after: text.optional().meta({ description: "Messages after this number" }),
  around: text.optional().meta({ description: "Messages around this number" }),
});
const HistoryJson = z.object({
  messages: z.array(ShownJson).meta({ description: "Newest first" }),
  as_of: z.int().optional(),
  has_older: z.boolean().optional(),
  has_newer: z.boolean().optional(),
});
const OneMessage = z.object({ message: MessageJson });
const history = [{ status: 200, text: "Messages, newest first", schema: HistoryJson }];
const acked = [{ status: 201, text: "Stored: its id and number", schema: AckJson }];

export const MESSAGES = [
  describe({
    method: "get",
    path: "/api/v1/messages/private/{receiver_id}",
    tag,
    summary: "My direct chat with a person",
    query: PageQuery,
    answers: history,
    failures: ["user_not_found", "invalid"],
  }),
  describe({
    method: "post",
    path: "/api/v1/messages/private/{receiver_id}",
    tag,
    summary: "Send to a person",
    body: DraftBody,
    answers: acked,
    failures: ["user_not_found"],
  }),
  describe({
    method: "get",
    path: "/api/v1/messages/group/{group_id}",
    tag,
    summary: "A group's messages",
    query: PageQuery,
    answers: history,
    failures: ["not_member", "invalid"],
  }),
  describe({
    method: "post",
    path: "/api/v1/messages/group/{group_id}",
    tag,
    summary: "Send to a group",
    body: DraftBody,
    answers: acked,
    failures: ["group_not_found", "read_only", "archived"],
  }),
  describe({
    method: "get",
    path: "/api/v1/messages/search",
    tag,
    summary: "Search what I may read, newest first",
    query: z.object({
      q: text.meta({
        description: "Words or parts of words in any script; `from:` `in:` `before:` `after:` `has:` narrow",
      }),
      after: text.optional().meta({ description: "`next` of the page before" }),
      limit: text.optional(),
    }),
    answers: [{ status: 200, text: "Hits", schema: SearchJson }],
    failures: ["query_required", "invalid"],
  }),
  describe({
    method: "get",
    path: "/api/v1/messages/{message_id}",
    tag,
    summary: "One message",
    answers: [{ status: 200, text: "The message", schema: OneMessage }],
    failures: ["message_not_found"],
  }),
  describe({
    method: "put",
    path: "/api/v1/messages/{message_id}",
    tag,
    summary: "Edit my message, within 24 hours",
    body: EditBody,
    answers: [{ status: 200, text: "The message as it is now", schema: OneMessage }],
    failures: ["message_not_found", "cannot_edit", "message_gone", "read_only", "archived", "forbidden"],
  }),
  describe({
    method: "delete",
    path: "/api/v1/messages/{message_id}",
    tag,
    summary: "Recall a message for everyone, or hide it for me",
    query: z.object({ for: z.literal("me").optional() }),
    answers: [said("Message deleted successfully")],
    failures: ["message_not_found", "cannot_delete", "archived"],
  }),
  ...(["put", "post"] as const).map((method) =>
    describe({
      method,
      path: "/api/v1/messages/{message_id}/read",
      tag,
      summary: "I have read everything up to this message",
      answers: [said("Message marked as read")],
      failures: ["message_not_found"],
    })
  ),
  describe({
    method: "get",
    path: "/api/v1/messages/{message_id}/readers",
    tag,
    summary: "Who has read it, and who has it",
    answers: [{ status: 200, text: "At most a hundred of each, and the counts", schema: ReadersJson }],
    failures: ["message_not_found"],
  }),
  describe({
    method: "put",
    path: "/api/v1/messages/{message_id}/reactions",
    tag,
    summary: "React with an emoji, or take it back",
    body: ReactionBody,
    answers: [{ status: 200, text: "The message as it is now", schema: OneMessage }],
    failures: ["message_not_found", "message_gone", "read_only", "archived", "forbidden"],
  }),
];
