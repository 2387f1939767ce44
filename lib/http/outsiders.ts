import { ChatError } from "@/lib/errors.ts";

/** the contract answers outsiders and unknown ids with 403 here. */
const BY_CONTRACT: ReadonlySet<string> = new Set([
  "GET /api/v1/messages/group/:group_id",
  "GET /api/v1/groups/:group_id",
  "POST /api/v1/groups/:group_id/members",
  "DELETE /api/v1/groups/:group_id/members/:user_id",
  "POST /api/v1/groups/:group_id/leave",
]);

/**
 * What an outsider hears of a group over HTTP: that it does not exist, as of an unknown id. Only the contract's own routes
 * say 403, for both alike; the socket says `not_member` in any case.
 */
export function hideFromOutsider(failure: ChatError, method: string, route: string | null): ChatError {
  if (failure.code !== "not_member" || BY_CONTRACT.has(`${method} ${route}`)) return failure;
  return new ChatError("group_not_found", { cause: failure });
}
