import { findUser, listUsers, type UserRow } from "@/db/users.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { ChatDeps } from "../deps.ts";

/** Rows in the order of their ids; those that are gone are left out. */
export async function loadInOrder(
  { db }: Pick<ChatDeps, "db">,
  found: readonly { readonly id: string }[],
): Promise<UserRow[]> {
  const rows = await listUsers(db.orm, found.map(({ id }) => id));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ id }) => byId.get(id) ?? []);
}

/** A person who can be dealt with: there, active, and not deleted. */
export async function getPerson({ db }: Pick<ChatDeps, "db">, id: string): Promise<UserRow> {
  const user = isId(id) ? await findUser(db.orm, id) : null;
  if (!user?.isActive) throw new ChatError("user_not_found");
  return user;
}
