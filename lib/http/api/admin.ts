import { z } from "zod";
import { describe } from "../openapi.ts";
import { Id, OwnUserJson, said, Time } from "./schemas.ts";

const tag = "Administration";
const text = z.string();

export const AdminUserBody = z.object({ is_active: z.boolean().optional(), is_admin: z.boolean().optional() });
export const InviteBody = z.object({
  expires_in_hours: z.number().int().min(1).max(8_760).nullable().default(168),
  max_uses: z.number().int().min(1).max(100_000).nullable().default(null),
});
export const NoticeBody = z.object({ content: text });

const OwnUser = z.object({ user: OwnUserJson });
const Link = z.object({ id: Id, token: text, url: text, expires_at: Time.nullable() });

export const ADMIN = [
  describe({
    method: "get",
    path: "/api/v1/admin/users",
    tag,
    summary: "Everyone, by name, 50 at a time",
    query: z.object({
      q: text.optional().meta({ description: "A part of the name or e-mail" }),
      after: text.optional().meta({ description: "`next` of the page before" }),
    }),
    answers: [{
      status: 200,
      text: "A page",
      schema: z.object({ users: z.array(OwnUserJson), next: text.nullable() }),
    }],
    failures: ["not_found"],
  }),
  describe({
    method: "put",
    path: "/api/v1/admin/users/{id}",
    tag,
    summary: "Deactivate or let in again; make an administrator or no longer",
    body: AdminUserBody,
    answers: [{ status: 200, text: "The person now", schema: OwnUser }],
    failures: ["not_found", "user_not_found", "conflict"],
  }),
  describe({
    method: "post",
    path: "/api/v1/admin/users/{id}/reset",
    tag,
    summary: "A link with which a person sets a new password, once, within a day",
    answers: [{ status: 201, text: "The link; its token is shown this once", schema: Link }],
    failures: ["not_found", "user_not_found"],
  }),
  describe({
    method: "get",
    path: "/api/v1/admin/invites",
    tag,
    summary: "Registration invitations that still work",
    answers: [{
      status: 200,
      text: "Invitations",
      schema: z.object({
        invites: z.array(z.object({
          id: Id,
          created_at: Time,
          expires_at: Time.nullable(),
          max_uses: z.number().nullable(),
          uses: z.number(),
        })),
      }),
    }],
    failures: ["not_found"],
  }),
  describe({
    method: "post",
    path: "/api/v1/admin/invites",
    tag,
    summary: "Invite people to register",
    body: InviteBody,
    answers: [{ status: 201, text: "The link; its token is shown this once", schema: Link }],
    failures: ["not_found"],
  }),
  describe({
    method: "delete",
    path: "/api/v1/admin/invites/{id}",
    tag,
    summary: "Revoke an invitation",
    answers: [said("Invitation revoked")],
    failures: ["not_found"],
  }),
  describe({
    method: "post",
    path: "/api/v1/admin/notices",
    tag,
    summary: "A notice to everyone",
    body: NoticeBody,
    answers: [{ status: 201, text: "Sent", schema: z.object({ id: Id }) }],
    failures: ["not_found"],
  }),
  describe({
    method: "get",
    path: "/api/v1/admin/audit",
    tag,
    summary: "What administrators did, newest first, 50 at a time",
    query: z.object({ before: Time.optional() }),
    answers: [{
      status: 200,
      text: "A page",
      schema: z.object({
        acts: z.array(z.object({
          id: Id,
          actor_id: Id.nullable(),
          action: text,
          subject: text,
          created_at: Time,
        })),
      }),
    }],
    failures: ["not_found"],
  }),
];
