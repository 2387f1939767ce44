import type { SearchableRow } from "@/db/search_blocks.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "../deps.ts";
import { receiverOf } from "../direct_key.ts";
import { findPeople } from "../people/person_json.ts";
import { foldText } from "./fold_text.ts";

type Row = Pick<SearchableRow, "id" | "directKey" | "name">;

/** The other person of each direct chat, by conversation. */
export async function findPeers(
  deps: Pick<ChatDeps, "db" | "presence">,
  userId: string,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, PersonJson>> {
  const peerOf = new Map(
    rows.flatMap((row) => row.directKey === null ? [] : [[row.id, receiverOf(row.directKey, userId)] as const]),
  );
  const people = await findPeople(deps, userId, [...peerOf.values()]);
  return new Map([...peerOf].flatMap(([id, peer]) => {
    const person = people.get(peer);
    return person ? [[id, person] as const] : [];
  }));
}

/** Tells whether one of these conversations is called so (folded): a group by its name, a direct chat by the other's names. */
export async function callsOf(
  deps: Pick<ChatDeps, "db" | "presence">,
  userId: string,
  rows: readonly Row[],
): Promise<(row: Row, sought: string) => boolean> {
  const peers = await findPeers(deps, userId, rows);
  return (row, sought) => {
    const peer = peers.get(row.id);
    return (peer ? [peer.display_name, peer.username] : [row.name]).some((name) => foldText(name).includes(sought));
  };
}
