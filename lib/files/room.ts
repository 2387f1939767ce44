import { statfs } from "node:fs/promises";
import { ChatError } from "@/lib/errors.ts";

/** What files leave free on their disk, which is often the database's too: this much, or a share of a small disk. */
const RESERVE_BYTES = 64 * 1024 * 1024;
const RESERVE_SHARE = 0.05;

/** How many more bytes a folder's disk takes before only the reserve is left. Unknown is any amount: then the disk itself refuses. */
export async function roomOf(folder: string): Promise<number> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return bavail * bsize - Math.min(RESERVE_BYTES, blocks * bsize * RESERVE_SHARE);
  } catch {
    return Infinity;
  }
}

/** A full disk as the failure that people are told; anything else as it is. */
export const orStorageFull = (error: unknown): unknown => hasNoRoom(error) ? storageFull(error) : error;

export const storageFull = (cause?: unknown): ChatError => new ChatError("storage_full", { field: "file", cause });

const hasNoRoom = (error: unknown): boolean =>
  error instanceof Error &&
  (/ENOSPC|EDQUOT/.test(String((error as { code?: unknown }).code)) || /os error (28|122)\b/.test(error.message));
