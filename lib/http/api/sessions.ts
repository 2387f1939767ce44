import { z } from "zod";
import { describe } from "../openapi.ts";
import { Id, said, Time } from "./schemas.ts";

const tag = "Sign-in";

export const SessionJson = z.object({
  id: Id,
  kind: z.enum(["cookie", "jwt"]),
  device: z.string(),
  address: z.string(),
  created_at: Time,
  last_seen_at: Time,
  expires_at: Time,
  current: z.boolean(),
}).meta({ id: "Session" });

export const SESSIONS = [
  describe({
    method: "get",
    path: "/api/v1/sessions",
    tag,
    summary: "Where I am signed in",
    answers: [{ status: 200, text: "My sessions", schema: z.object({ sessions: z.array(SessionJson) }) }],
  }),
  describe({
    method: "delete",
    path: "/api/v1/sessions",
    tag,
    summary: "Sign out everywhere else",
    answers: [said("Signed out everywhere else")],
  }),
  describe({
    method: "delete",
    path: "/api/v1/sessions/{id}",
    tag,
    summary: "End one of my sessions; its sockets close",
    answers: [said("Session revoked")],
    failures: ["not_found"],
  }),
];
