import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { untar } from "./untar.ts";

/** The release of PGlite that the snapshot was made by; snapshot_test.ts holds it to the one that deno.json pins. */
export const SNAPSHOT_VERSION = "0.5.16";

export const SNAPSHOT_URL = new URL(`./pglite-${SNAPSHOT_VERSION}.tar.br`, import.meta.url);

/** Lays an empty, cleanly closed store into `folder`. Many times faster than letting PGlite make one. */
export async function unpackSnapshot(folder: string): Promise<void> {
  const archive = await promisify(brotliDecompress)(await Deno.readFile(SNAPSHOT_URL));
  await Deno.mkdir(folder, { mode: 0o700 });
  await untar(archive, folder);
}
