import assert from "node:assert/strict";
import { PGlite } from "@electric-sql/pglite";
import { tempFolder } from "@/tests/support/temp.ts";
import { SNAPSHOT_VERSION, unpackSnapshot } from "./snapshot.ts";
import { untar } from "./untar.ts";

Deno.test("the snapshot is of the release of PGlite that deno.json pins", async () => {
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));
  assert.equal(imports["@electric-sql/pglite"], `npm:@electric-sql/pglite@${SNAPSHOT_VERSION}`);
});

Deno.test("the snapshot opens as it is and has no tables of ours", async () => {
  await using folder = await tempFolder();
  await unpackSnapshot(folder.join("store"));
  const store = new PGlite(folder.join("store"));
  const { rows } = await store.query(
    "select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname not in ('pg_catalog', 'information_schema', 'pg_toast')",
  );
  assert.deepEqual(rows, []);
  const { rows: [version] } = await store.query<{ version: string }>("select version()");
  assert.match(version?.version ?? "", new RegExp(`PGlite ${SNAPSHOT_VERSION.replaceAll(".", "\\.")}`));
  await store.close();
});

Deno.test("an archive is unpacked with its folders, unless it is cut off or leads out of the folder", async () => {
  await using folder = await tempFolder();
  const archive = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));
  const end = new Uint8Array(1024);

  await untar(archive(entry("./deep/", "5"), entry("./deep/file", "0", "text"), end), folder.join("a"));
  assert.equal(await Deno.readTextFile(folder.join("a", "deep", "file")), "text");

  await assert.rejects(untar(archive(entry("./file", "0", "text")), folder.join("b")), /ends in the middle/);
  await assert.rejects(untar(archive(entry("../file", "0", "text"), end), folder.join("c")), /it holds \.\.\/file/);
  await assert.rejects(untar(archive(entry("/file", "0", "text"), end), folder.join("d")), /it holds \/file/);
  await assert.rejects(untar(archive(entry("./link", "2"), end), folder.join("e")), /neither a file nor a folder/);
});

/** One header of a ustar archive and its content, padded to whole blocks. */
function entry(name: string, kind: string, content = ""): Uint8Array {
  const bytes = new TextEncoder().encode(content);
  const block = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512);
  const put = (text: string, at: number) => block.set(new TextEncoder().encode(text), at);
  put(name, 0);
  put(bytes.length.toString(8).padStart(11, "0"), 124);
  put(kind, 156);
  block.set(bytes, 512);
  return block;
}
