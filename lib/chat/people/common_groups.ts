import { type CommonGroupRow, listCommonGroups } from "@/db/common_groups.ts";
import { isId } from "@/lib/ids.ts";
import type { ChatDeps } from "../deps.ts";

const MOST = 20;

/** The groups that the viewer shares with somebody: nothing is said of any other. */
export async function commonGroups({ db }: ChatDeps, viewerId: string, otherId: string): Promise<CommonGroupRow[]> {
  if (!isId(otherId) || otherId === viewerId) return [];
  return await listCommonGroups(db, viewerId, otherId, MOST);
}
