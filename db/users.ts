import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Queryable } from "./database.ts";
import { users } from "./schema.ts";

export type UserRow = typeof users.$inferSelect;

export interface NewUser {
  readonly id: string;
  readonly username: string;
  readonly usernameKey: string;
  readonly email: string;
  readonly emailKey: string;
  readonly passwordHash: string;
  readonly searchKey: string;
  readonly createdAt: Date;
}

/**
 * Adds a person, or returns null when the name or the e-mail is taken: the unique indexes decide, so that a race cannot
 * pass. The claim on the settings row makes the first person ever, and only that one, the administrator.
 */
export async function insertUser(db: Queryable, user: NewUser): Promise<UserRow | null> {
  const at = user.createdAt.toISOString();
  await db.execute(sql`
    with first as (
      insert into settings (key, value) values ('first_person', to_jsonb(${user.id}::text))
      on conflict (key) do nothing returning 1
    )
    insert into users (id, username, username_key, email, email_key, password_hash, search_key, is_admin, created_at, updated_at)
    values (${user.id}, ${user.username}, ${user.usernameKey}, ${user.email}, ${user.emailKey}, ${user.passwordHash},
      ${user.searchKey}, exists (select 1 from first), ${at}, ${at})
    on conflict do nothing
  `);
  return await findUser(db, user.id);
}

/** Whoever the id belongs to, deactivated people too, but not deleted ones. */
export async function findUser(db: Queryable, id: string): Promise<UserRow | null> {
  const rows = await db.select().from(users).where(and(eq(users.id, id), isNull(users.deletedAt)));
  return rows[0] ?? null;
}

export async function findUserByEmail(db: Queryable, emailKey: string): Promise<UserRow | null> {
  const rows = await db.select().from(users).where(and(eq(users.emailKey, emailKey), isNull(users.deletedAt)));
  return rows[0] ?? null;
}

export async function findUserByName(db: Queryable, usernameKey: string): Promise<UserRow | null> {
  const rows = await db.select().from(users).where(and(eq(users.usernameKey, usernameKey), isNull(users.deletedAt)));
  return rows[0] ?? null;
}

/** Rows of several people, deleted ones included: their messages remain. In no order. */
export const listUsers = (db: Queryable, ids: readonly string[]): Promise<UserRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : db.select().from(users).where(inArray(users.id, [...ids]));

export async function hasUsers(db: Queryable): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length > 0;
}

export type UserChanges = Partial<
  Pick<
    UserRow,
    | "firstName"
    | "lastName"
    | "avatar"
    | "status"
    | "statusText"
    | "searchKey"
    | "passwordHash"
    | "isActive"
    | "isAdmin"
    | "lastSeen"
  >
>;

/** Changes what is given and nothing else. Null when there is no such person. */
export async function updateUser(
  db: Queryable,
  id: string,
  changes: UserChanges,
  at: Date,
): Promise<UserRow | null> {
  const rows = await db.update(users).set({ ...changes, updatedAt: at })
    .where(and(eq(users.id, id), isNull(users.deletedAt))).returning();
  return rows[0] ?? null;
}

/** Merges into the person's page settings; other keys stay. */
export async function mergeSettings(db: Queryable, id: string, settings: object): Promise<void> {
  await db.update(users).set({ settings: sql`${users.settings} || ${JSON.stringify(settings)}::jsonb` })
    .where(eq(users.id, id));
}

/** Makes changes of administrators wait for each other, so that the last two cannot take the office from each other. */
export async function lockAdmins(tx: Queryable): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(activeAdmin()).orderBy(users.id).for("no key update");
}

/** How many administrators could still act if this one could not. */
export const countOtherAdmins = (db: Queryable, exceptId: string): Promise<number> =>
  db.$count(users, and(activeAdmin(), ne(users.id, exceptId)));

const activeAdmin = () => and(eq(users.isAdmin, true), eq(users.isActive, true), isNull(users.deletedAt));

/** Accounts that are not deleted. */
export const countUsers = (db: Queryable): Promise<number> => db.$count(users, isNull(users.deletedAt));

/** When these people were last here. Only ever moves forward, since instances tell it in any order. */
export async function touchLastSeen(db: Queryable, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await db.update(users).set({ lastSeen: sql`greatest(${users.lastSeen}, ${at.toISOString()}::timestamptz)` })
    .where(inArray(users.id, [...ids]));
}
