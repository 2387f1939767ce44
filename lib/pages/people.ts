import { listContactPersons, searchPersons } from "@/lib/chat/people/find_people.ts";
import type { ChatDeps } from "@/lib/chat/deps.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";

/** People for a page that chooses some: those who match `?q=`, or the ones I know best. */
export async function choosePeople(deps: ChatDeps, viewerId: string, query: string): Promise<readonly PersonJson[]> {
  const asked = query.trim().replace(/^@/, "");
  const found = [...asked].length < 2
    ? await listContactPersons(deps, viewerId)
    : await searchPersons(deps, viewerId, asked);
  return found.filter((person) => person.is_active);
}
