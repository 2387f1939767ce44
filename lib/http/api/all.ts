import type { Endpoint } from "../openapi.ts";
import { ADMIN } from "./admin.ts";
import { AUTH } from "./auth.ts";
import { CONVERSATIONS } from "./conversations.ts";
import { EVENTS } from "./events.ts";
import { FILES } from "./files.ts";
import { GROUPS } from "./groups.ts";
import { MESSAGES } from "./messages.ts";
import { SESSIONS } from "./sessions.ts";
import { USERS } from "./users.ts";

/** Every endpoint under `/api/v1`; a test compares them with the route files. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...AUTH,
  ...USERS,
  ...CONVERSATIONS,
  ...MESSAGES,
  ...GROUPS,
  ...FILES,
  ...EVENTS,
  ...SESSIONS,
  ...ADMIN,
];
