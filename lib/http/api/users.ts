import { z } from "zod";
import { describe } from "../openapi.ts";
import { OwnUserJson, said, Status, UserJson } from "./schemas.ts";

const tag = "People";
const text = z.string();

export const ProfileBody = z.object({
  first_name: text.optional(),
  last_name: text.optional(),
  avatar: text.optional().meta({ description: "Empty, or the path of a picture uploaded here" }),
  status: Status.optional().meta({ description: "`online` follows your connections, `offline` makes you invisible" }),
  status_text: text.optional(),
});

export const SettingsBody = z.object({
  theme: z.enum(["light", "dark", "system"]).optional(),
  density: z.enum(["comfortable", "compact"]).optional(),
  language: z.enum(["auto", "en", "zh"]).optional(),
  clock: z.enum(["auto", "12", "24"]).optional(),
  enterSends: z.boolean().optional(),
  reduceMotion: z.boolean().optional(),
  sound: z.boolean().optional(),
  notifications: z.boolean().optional(),
  doNotDisturb: z.boolean().optional(),
}).meta({ id: "Settings" });

export const PasswordBody = z.object({ password: text });

const User = z.object({ user: UserJson });
const OwnUser = z.object({ user: OwnUserJson });
const Users = z.object({ users: z.array(UserJson) });
const Settings = z.object({ settings: SettingsBody });

export const USERS = [
  describe({
    method: "get",
    path: "/api/v1/users/profile",
    tag,
    summary: "My profile",
    answers: [{ status: 200, text: "Me, the e-mail included", schema: OwnUser }],
    failures: ["user_not_found"],
  }),
  describe({
    method: "put",
    path: "/api/v1/users/profile",
    tag,
    summary: "Change my profile; what is absent stays",
    body: ProfileBody,
    answers: [{ status: 200, text: "Me as I am now", schema: OwnUser }],
  }),
  describe({
    method: "delete",
    path: "/api/v1/users/profile",
    tag,
    summary: "Delete my account; what I wrote stays without my name",
    body: PasswordBody,
    answers: [said("Account deleted")],
    failures: ["conflict"],
  }),
  describe({
    method: "post",
    path: "/api/v1/users/profile/deactivate",
    tag,
    summary: "Deactivate my account; only an administrator can undo it",
    body: PasswordBody,
    answers: [said("Account deactivated")],
    failures: ["conflict"],
  }),
  describe({
    method: "get",
    path: "/api/v1/users/export",
    tag,
    summary: "All that is kept about me, as one JSON document",
    answers: [{ status: 200, text: "The document", schema: z.looseObject({ user: OwnUserJson }) }],
  }),
  describe({
    method: "get",
    path: "/api/v1/users/settings",
    tag,
    summary: "My settings of the pages",
    answers: [{ status: 200, text: "What I have set", schema: Settings }],
  }),
  describe({
    method: "put",
    path: "/api/v1/users/settings",
    tag,
    summary: "Change settings of the pages; what is absent stays",
    body: SettingsBody,
    answers: [{ status: 200, text: "All that I have set", schema: Settings }],
  }),
  describe({
    method: "get",
    path: "/api/v1/users/search",
    tag,
    summary: "Find people by a part of their names, at most 20; never by e-mail",
    query: z.object({ q: text.meta({ description: "2 to 100 characters; case and accents do not count" }) }),
    answers: [{ status: 200, text: "Who was found", schema: Users }],
    failures: ["query_required", "invalid"],
  }),
  describe({
    method: "get",
    path: "/api/v1/users/contacts",
    tag,
    summary: "People I share a conversation with, then others who are here; at most 50",
    answers: [{ status: 200, text: "My contacts", schema: z.object({ contacts: z.array(UserJson) }) }],
  }),
  describe({
    method: "get",
    path: "/api/v1/users/friends",
    tag,
    summary: "My friends, and requests in both directions",
    answers: [{
      status: 200,
      text: "Friends and requests",
      schema: z.object({
        friends: z.array(UserJson),
        incoming: z.array(UserJson),
        outgoing: z.array(UserJson),
      }),
    }],
  }),
  describe({
    method: "get",
    path: "/api/v1/users/blocks",
    tag,
    summary: "Whom I have blocked",
    answers: [{ status: 200, text: "Blocked people", schema: Users }],
  }),
  describe({
    method: "get",
    path: "/api/v1/users/{id}",
    tag,
    summary: "Somebody's profile",
    answers: [{ status: 200, text: "The person as I may see them", schema: User }],
    failures: ["user_not_found"],
  }),
  describe({
    method: "post",
    path: "/api/v1/users/{id}/friend",
    tag,
    summary: "Ask for friendship, or accept when they have asked me",
    answers: [{
      status: 200,
      text: "How it stands now",
      schema: z.object({ status: z.enum(["pending", "accepted"]) }),
    }],
    failures: ["user_not_found", "invalid"],
  }),
  describe({
    method: "put",
    path: "/api/v1/users/{id}/friend",
    tag,
    summary: "Accept a friend request",
    answers: [said("Friend request accepted")],
    failures: ["not_found"],
  }),
  describe({
    method: "delete",
    path: "/api/v1/users/{id}/friend",
    tag,
    summary: "End a friendship, take a request back, or decline one",
    answers: [said("Friend removed")],
    failures: ["not_found"],
  }),
  describe({
    method: "put",
    path: "/api/v1/users/{id}/block",
    tag,
    summary: "Block: they cannot write to me directly nor see whether I am here",
    answers: [said("User blocked")],
    failures: ["user_not_found", "invalid"],
  }),
  describe({
    method: "delete",
    path: "/api/v1/users/{id}/block",
    tag,
    summary: "Unblock",
    answers: [said("User unblocked")],
    failures: ["not_found"],
  }),
];
