import { z } from "zod";
import { describe } from "../openapi.ts";
import {
  AckJson,
  ConversationDetailsJson,
  ConversationJson,
  MembersJson,
  MessageJson,
  TimelineJson,
} from "./chat_schemas.ts";
import { DraftBody } from "./messages.ts";

const tag = "Conversations";
const text = z.string();

export const StartDirectBody = z.object({ user_id: text }).meta({ id: "NewDirect" });
export const MarkBody = z.object({ seq: z.int().min(0) }).meta({ id: "Mark" });
export const MuteBody = z.object({ muted: z.boolean() }).meta({ id: "Mute" });

const Details = z.object({ conversation: ConversationDetailsJson });
const path = "/api/v1/conversations/{conversation_id}";

export const CONVERSATIONS = [
  describe({
    method: "get",
    path: "/api/v1/conversations",
    tag,
    summary: "My conversations, the most recently active first",
    query: z.object({
      after: text.optional().meta({ description: "The next of the page before" }),
      limit: text.optional().meta({ description: "1 to 1,000, 1,000 by default" }),
    }),
    answers: [{
      status: 200,
      text: "Direct chats and groups; next is null at the end",
      schema: z.object({ conversations: z.array(ConversationJson), next: text.nullable() }),
    }],
    failures: ["invalid"],
  }),
  describe({
    method: "post",
    path: "/api/v1/conversations",
    tag,
    summary: "Open the direct chat with a person; the same one every time",
    body: StartDirectBody,
    answers: [{ status: 200, text: "The chat", schema: Details }],
    failures: ["user_not_found"],
  }),
  describe({
    method: "get",
    path,
    tag,
    summary: "One conversation",
    answers: [{ status: 200, text: "With its first hundred members", schema: Details }],
    failures: ["not_found"],
  }),
  describe({
    method: "get",
    path: `${path}/messages`,
    tag,
    summary: "A stretch of messages, oldest first; the newest by default",
    query: z.object({
      before: text.optional(),
      after: text.optional(),
      around: text.optional(),
      limit: text.optional().meta({ description: "1 to 100, 50 by default" }),
    }),
    answers: [{ status: 200, text: "The stretch and its cursor", schema: TimelineJson }],
    failures: ["not_found", "invalid"],
  }),
  describe({
    method: "post",
    path: `${path}/messages`,
    tag,
    summary: "Send to a conversation",
    body: DraftBody,
    answers: [{ status: 201, text: "Stored", schema: AckJson.extend({ message: MessageJson }) }],
    failures: ["not_found", "user_not_found", "read_only", "archived"],
  }),
  ...(["put", "post"] as const).flatMap((method) => [
    describe({
      method,
      path: `${path}/read`,
      tag,
      summary: "I have read everything up to this number",
      body: MarkBody,
      answers: [{ status: 204, text: "Noted" }],
      failures: ["not_found"],
    }),
    describe({
      method,
      path: `${path}/delivered`,
      tag,
      summary: "A device of mine has everything up to this number",
      body: MarkBody,
      answers: [{ status: 204, text: "Noted" }],
      failures: ["not_found"],
    }),
  ]),
  describe({
    method: "put",
    path: `${path}/mute`,
    tag,
    summary: "Mute it for me, or unmute it",
    body: MuteBody,
    answers: [{ status: 200, text: "As it is now", schema: MuteBody }],
    failures: ["not_found"],
  }),
  describe({
    method: "get",
    path: `${path}/members`,
    tag,
    summary: "Members: owner, admins, then the others, each by name",
    query: z.object({ after: text.optional(), limit: text.optional() }),
    answers: [{ status: 200, text: "A page of members", schema: MembersJson }],
    failures: ["not_found", "invalid"],
  }),
  describe({
    method: "post",
    path: `${path}/typing`,
    tag,
    summary: "I am writing; for clients without a socket",
    answers: [{ status: 204, text: "The others are told" }],
    failures: ["not_found", "read_only", "archived"],
  }),
];
