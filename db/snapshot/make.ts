import { brotliCompressSync, constants } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { SNAPSHOT_URL } from "./snapshot.ts";

// Makes the snapshot that first boots unpack: deno run -A db/snapshot/make.ts
// After a new release of PGlite, set SNAPSHOT_VERSION first and remove the old file afterwards.

const folder = await Deno.makeTempDir({ prefix: "freshet-snapshot-" });
try {
  const store = new PGlite(folder);
  await store.waitReady;
  await store.exec("checkpoint");
  // Closed properly, else every first boot would begin by replaying the log.
  await store.close();
  await Deno.remove(`${folder}/postmaster.pid`).catch(() => {});
  const tar = await new Deno.Command("tar", {
    args: ["--format=ustar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "-cf", "-", "."],
    cwd: folder,
  }).output();
  if (!tar.success) throw new Error(new TextDecoder().decode(tar.stderr));
  const packed = brotliCompressSync(tar.stdout, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: tar.stdout.length,
    },
  });
  await Deno.writeFile(SNAPSHOT_URL, packed);
} finally {
  await Deno.remove(folder, { recursive: true });
}
