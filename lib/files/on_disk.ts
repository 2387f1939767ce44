import { createHash } from "node:crypto";
import { SNIFF_BYTES } from "./kinds.ts";

/** 0 when there is no such file. */
export const sizeOf = async (path: string): Promise<number> => (await Deno.stat(path).catch(() => null))?.size ?? 0;

/** As many of its first bytes as tell its type. */
export async function headOf(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path, { read: true });
  const head = new Uint8Array(SNIFF_BYTES);
  return head.subarray(0, await file.read(head) ?? 0);
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of (await Deno.open(path, { read: true })).readable) hash.update(chunk);
  return hash.digest("hex");
}

/** What is not there is gone already. */
export async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await Deno.remove(path).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}
