import { listContacts, listDirectory, searchPeople } from "@/db/people.ts";
import { listUsers, type UserRow } from "@/db/users.ts";
import { foldForSearch } from "@/lib/auth/search_key.ts";
import { ChatError } from "@/lib/errors.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "../deps.ts";
import { loadInOrder } from "./load_people.ts";
import { peopleJson } from "./person_json.ts";
import { type UserJson, usersJson } from "./user_json.ts";

const SEARCH_MIN = 2;
const SEARCH_MAX = 100;
const FOUND_MAX = 20;
const CONTACTS_MAX = 50;

/** People by a part of their names, at most twenty; never by e-mail. */
export async function searchUsers(deps: ChatDeps, viewerId: string, query: string): Promise<UserJson[]> {
  return await usersJson(deps, viewerId, await search(deps, viewerId, query));
}

/** As `searchUsers`, in the shape that pages draw. */
export async function searchPersons(deps: ChatDeps, viewerId: string, query: string): Promise<PersonJson[]> {
  return await peopleJson(deps, viewerId, await search(deps, viewerId, query));
}

/** People I share a conversation with, the most recent first, then others who are here, when there is a directory. */
export async function listContactUsers(deps: ChatDeps, viewerId: string): Promise<UserJson[]> {
  return await usersJson(deps, viewerId, await contacts(deps, viewerId));
}

/** As `listContactUsers`, in the shape that pages draw. */
export async function listContactPersons(deps: ChatDeps, viewerId: string): Promise<PersonJson[]> {
  return await peopleJson(deps, viewerId, await contacts(deps, viewerId));
}

async function search(deps: ChatDeps, viewerId: string, query: string): Promise<UserRow[]> {
  if (query.trim() === "") throw new ChatError("query_required");
  if (query.includes("\0")) throw new ChatError("invalid", { field: "q", text: "q may not hold the character U+0000" });
  const folded = foldForSearch(query);
  const length = [...folded].length;
  if (length < SEARCH_MIN || length > SEARCH_MAX) {
    throw new ChatError("invalid", {
      field: "q",
      text: `q has ${length} ${length === 1 ? "character" : "characters"}; it must have ${SEARCH_MIN} to ${SEARCH_MAX}`,
    });
  }
  await deps.rates.take("search", viewerId);
  const { directory } = deps.config;
  return await loadInOrder(deps, await searchPeople(deps.db, viewerId, folded, { directory, limit: FOUND_MAX }));
}

async function contacts(deps: ChatDeps, viewerId: string): Promise<UserRow[]> {
  const known = await listContacts(deps.db, viewerId, CONTACTS_MAX);
  const room = CONTACTS_MAX - known.length;
  const others = deps.config.directory && room > 0
    ? await listDirectory(deps.db, viewerId, known.map(({ id }) => id), room)
    : [];
  return await loadInOrder(deps, [...known, ...others]);
}

/** People of these ids who exist, as a viewer may see them, in no order. */
export async function listUsersById(deps: ChatDeps, viewerId: string, ids: readonly string[]): Promise<UserJson[]> {
  return await usersJson(deps, viewerId, await listUsers(deps.db.orm, ids));
}
