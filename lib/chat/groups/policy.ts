import type { Role } from "@/lib/protocol/messages.ts";

/**
 * Who may do what in a group: the one table. The functions in the database decide, inside the transaction that does it;
 * pages ask this table what to offer; a test drives every cell against the database.
 */
export const POLICY = {
  write: ["owner", "admin", "member"],
  write_when_read_only: ["owner", "admin"],
  recall_of_others: ["owner", "admin"],
  add_member: ["owner", "admin"],
  add_admin: ["owner", "admin"],
  remove_member: ["owner", "admin"],
  remove_admin: ["owner"],
  change_role: ["owner"],
  transfer: ["owner"],
  /** Name, description, picture, privacy, size. */
  update: ["owner", "admin"],
  announce: ["owner", "admin"],
  set_read_only: ["owner"],
  archive: ["owner"],
  invite_links: ["owner", "admin"],
  leave: ["admin", "member"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type GroupAction = keyof typeof POLICY;

/** Whether a role reaches as far as an action. */
export const may = (role: Role, action: GroupAction): boolean => POLICY[action].some((allowed) => allowed === role);
