import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { openEmbedded } from "@/db/tests/stores.ts";
import { ChatError } from "@/lib/errors.ts";
import { newId } from "@/lib/ids.ts";
import { tempFolder } from "@/tests/support/temp.ts";
import { DiskStore } from "./disk_store.ts";
import { Files, type FilesOptions } from "./files.ts";

const stream = (...parts: (string | Uint8Array<ArrayBuffer>)[]) => ReadableStream.from(parts.map(toBytes));
const toBytes = (part: string | Uint8Array<ArrayBuffer>) =>
  typeof part === "string" ? new TextEncoder().encode(part) : part;
const codeOf = (work: Promise<unknown>) =>
  work.then(() => "done", (error) => error instanceof ChatError ? error.code : `${error}`);
const filesOn = (folder: string): string[] =>
  [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => isDirectory ? filesOn(join(folder, name)) : [name]);

Deno.test("files are kept, given back and forgotten", async (t) => {
  await using db = await openEmbedded();
  await using temp = await tempFolder();
  let ahead = 0;
  const open = (more: Partial<FilesOptions> = {}) =>
    new Files({
      db,
      store: new DiskStore(temp.path),
      folder: temp.join("parts"),
      clock: { now: () => Date.now() + ahead },
      maxBytes: 1_000,
      quotaBytes: 0,
      totalBytes: 0,
      refusal: null,
      ...more,
    });
  const files = open();
  const person = async () => {
    const id = newId();
    await db.sql`insert into users (id, username, username_key, email, email_key, password_hash)
      values (${id}, ${id}, ${id}, ${id}, ${id}, '')`;
    return id;
  };
  const [ann, bob] = [await person(), await person()];
  const textOf = async (id: string, range?: { first: number; last: number }) => {
    const read = await files.read(await files.getReadable(ann, id), null, range);
    return await new Response(read?.body).text();
  };

  await t.step("what was sent comes back to its owner only, whole or in part", async () => {
    const row = await files.upload(ann, { name: "note.txt", size: 5 }, stream("hel", "lo"));
    assert.equal(row.size, 5);
    assert.equal(row.mime, "application/octet-stream");
    assert.equal(await textOf(row.id), "hello");
    assert.equal(await textOf(row.id, { first: 1, last: 2 }), "el");
    assert.equal(await codeOf(files.getReadable(bob, row.id)), "not_found");
    assert.deepEqual(filesOn(temp.path), [row.sha256]);
  });

  await t.step("the same bytes are kept once, until the last who has them lets go", async () => {
    const [one, two] = await Promise.all([
      files.upload(ann, { name: "a", size: 4 }, stream("same")),
      files.upload(bob, { name: "b", size: null }, stream("same")),
    ]);
    assert.equal(one.sha256, two.sha256);
    assert.equal(filesOn(temp.path).length, 2);
    await files.discard(bob, one.id);
    assert.equal(await textOf(one.id), "same");
    await files.discard(ann, one.id);
    assert.ok(filesOn(temp.path).includes(String(two.sha256)));
    await files.discard(bob, two.id);
    assert.equal(filesOn(temp.path).length, 1);
  });

  await t.step(
    "a file of the limit is taken, of a byte more refused, announced or not, and nothing is left of it",
    async () => {
      const full = await files.upload(ann, { name: "full", size: null }, stream("x".repeat(1_000)));
      await files.discard(ann, full.id);
      assert.equal(await codeOf(files.upload(ann, { name: "over", size: 1_001 }, stream("x"))), "too_large");
      assert.equal(
        await codeOf(files.upload(ann, { name: "over", size: null }, stream("x".repeat(1_001)))),
        "too_large",
      );
      assert.equal(await codeOf(files.upload(ann, { name: "lie", size: 3 }, stream("four"))), "too_large");
      assert.equal(filesOn(temp.path).length, 1);
    },
  );

  await t.step("what was cut goes on where it stopped", async () => {
    const { id } = await files.begin(ann, { name: "long", size: 8 });
    const cut = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(toBytes("abc")),
      pull: (controller) => controller.error(new Error("the connection is lost")),
    }, { highWaterMark: 0 });
    assert.match(await codeOf(files.resume(ann, id, { offset: 0 }, cut)), /lost/);
    assert.deepEqual(await files.findUnsent(ann, id), { id, offset: 3, size: 8 });
    assert.equal(await codeOf(files.resume(ann, id, { offset: 5 }, stream("fgh"))), "conflict");
    assert.equal(await codeOf(files.resume(bob, id, { offset: 3 }, stream("defgh"))), "not_found");
    assert.deepEqual(await files.resume(ann, id, { offset: 3 }, stream("de")), { id, offset: 5, size: 8 });
    await files.resume(ann, id, { offset: 5 }, stream("fgh"));
    assert.equal(await textOf(id), "abcdefgh");
    await files.discard(ann, id);
  });

  await t.step("a quota counts all files of a person, also those that come at once", async () => {
    const small = open({ quotaBytes: 10 });
    const carl = await person();
    const codes = await Promise.all(
      [1, 2, 3].map((n) => codeOf(small.upload(carl, { name: "n", size: 5 }, stream(`four${n}`)))),
    );
    assert.deepEqual(codes.toSorted(), ["done", "done", "quota_full"]);
    await files.forgetPerson(carl);
    assert.equal(filesOn(temp.path).length, 1);
  });

  await t.step("a quota of everybody's counts all people's files, also those that come at once", async () => {
    const [{ used } = { used: 0 }] = await db.sql<{ used: number }[]>`
      select coalesce(sum(size), 0)::int as used from attachments`;
    const small = open({ totalBytes: used + 10 });
    const everyone = [await person(), await person(), await person()];
    const codes = await Promise.all(
      everyone.map((who, n) => codeOf(small.upload(who, { name: "n", size: 5 }, stream(`five${n}`)))),
    );
    assert.deepEqual(codes.toSorted(), ["done", "done", "storage_full"]);
    for (const who of everyone) await files.forgetPerson(who);
  });

  await t.step("what comes too slowly is cut and leaves nothing", async () => {
    const strict = open({ patience: { idleMs: 50, bytesPerSecond: 1, graceMs: 60_000 } });
    const silent = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(toBytes("a")) });
    assert.equal(await codeOf(strict.upload(ann, { name: "slow", size: null }, silent)), "bad_request");
    assert.equal(filesOn(temp.path).length, 1);
  });

  await t.step("a picture is written anew: upright, without its place, with its sizes", async () => {
    const roomy = open({ maxBytes: 1_000_000 });
    const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: "#269" } })
      .withExif({ IFD0: { Copyright: "secret place" }, IFD3: { GPSLatitude: "59/1 54/1 0/1" } })
      .withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const row = await roomy.upload(ann, { name: "photo.png", size: null }, stream(new Uint8Array(photo)));
    assert.deepEqual([row.mime, row.width, row.height], ["image/jpeg", 600, 900]);
    assert.match(row.blur, /^data:image\/webp;base64,/);
    const bytes = async (variant: "thumb" | "small" | null) =>
      new Uint8Array(await new Response((await roomy.read(row, variant))?.body).arrayBuffer());
    const whole = await sharp(await bytes(null)).metadata();
    assert.deepEqual([whole.exif, whole.orientation], [undefined, undefined]);
    assert.ok(!new TextDecoder("latin1").decode(await bytes(null)).includes("secret place"));
    const thumb = await sharp(await bytes("thumb")).metadata();
    assert.deepEqual([thumb.format, thumb.width, thumb.height], ["webp", 240, 360]);
    await roomy.discard(ann, row.id);
    assert.equal(filesOn(temp.path).length, 1);
  });

  await t.step("what is forgotten goes a day later, and what nobody knows of after an hour", async () => {
    await Deno.mkdir(temp.join("ab"), { recursive: true });
    await Deno.writeTextFile(temp.join("ab", "ab".repeat(32)), "an orphan");
    await files.begin(ann, { name: "never came", size: 5 });
    await files.sweep();
    assert.equal(filesOn(temp.path).length, 2);
    ahead = 25 * 60 * 60 * 1_000;
    await files.sweep();
    assert.deepEqual(filesOn(temp.path), []);
    assert.deepEqual([...await db.sql`select id from attachments`], []);
  });
});
