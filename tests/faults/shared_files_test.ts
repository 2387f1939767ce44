import assert from "node:assert/strict";
import { openDatabase } from "@/db/open.ts";
import type { Database } from "@/db/database.ts";
import { migrateUrl } from "@/db/migrate.ts";
import { newId } from "@/lib/ids.ts";
import { DiskStore } from "@/lib/files/disk_store.ts";
import { Files, type FilesOptions } from "@/lib/files/files.ts";
import type { FileStore } from "@/lib/files/file_store.ts";
import { S3Store } from "@/lib/files/s3_store.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { hasPostgres } from "../support/programs.ts";
import { S3Fake } from "../support/s3.ts";
import { tempFolder } from "../support/temp.ts";
import { until } from "../support/wait.ts";

const ignore = !hasPostgres();
const HOUR_MS = 60 * 60 * 1_000;
const stream = (text: string) => ReadableStream.from([new TextEncoder().encode(text)]);

/** A store that lets a test stand between its steps. */
class Slow implements FileStore {
  beforeRemove: () => Promise<void> = () => Promise.resolve();
  afterPut: () => Promise<void> = () => Promise.resolve();
  readonly list: FileStore["list"];
  readonly read: FileStore["read"];
  #store: FileStore;

  constructor(store: FileStore) {
    this.#store = store;
    this.list = (before, beginning) => store.list(before, beginning);
    this.read = (key, range) => store.read(key, range);
  }

  async put(key: string, path: string): Promise<void> {
    await this.#store.put(key, path);
    await this.afterPut();
  }

  async remove(key: string): Promise<void> {
    await this.beforeRemove();
    await this.#store.remove(key);
  }
}

/** Two instances on one PostgreSQL, each with a pool and a folder of its own. */
async function twoInstances(options: (at: number) => Pick<FilesOptions, "store"> & Partial<FilesOptions>) {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await postgresDatabase(migrateUrl));
  const folder = stack.use(await tempFolder());
  const open = async (at: number) => {
    const db = await openDatabase({ databaseUrl: server.url, dataDir: "unused" });
    stack.defer(() => db.close());
    const limits = { maxBytes: 20_000_000, quotaBytes: 0, totalBytes: 0, refusal: null };
    const own = { db, folder: folder.join(`parts-${at}`), clock: { now: Date.now }, ...limits };
    return { db, folder: own.folder, files: new Files({ ...own, ...options(at) }) };
  };
  const [one, two] = [await open(1), await open(2)];
  const ann = await person(one.db);
  return { one, two, ann, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function person({ sql }: Database): Promise<string> {
  const id = newId();
  await sql`insert into users (id, username, username_key, email, email_key, password_hash)
    values (${id}, ${id}, ${id}, ${id}, ${id}, '')`;
  return id;
}

Deno.test(
  { name: "what one instance stores is not lost to another that removes the same bytes", ignore },
  async (t) => {
    await using folder = await tempFolder();
    const disk = new DiskStore(folder.path);
    const slow = new Slow(disk);
    await using pair = await twoInstances((at) => ({
      store: at === 1 ? slow : disk,
      // An hour ahead, so that a sweep takes what has just come for old.
      clock: { now: () => Date.now() + (at === 1 ? 2 * HOUR_MS : 0) },
    }));
    const { one, two, ann } = pair;
    const textOf = async (id: string) => {
      const found = await two.files.read(await two.files.getReadable(ann, id), null);
      return found && await new Response(found.body).text();
    };
    const waits = async () =>
      (await one.db.sql`select from pg_locks where locktype = 'advisory' and not granted`).length > 0;

    await t.step("removing had begun when the same came again: it waits, and is there", async () => {
      const first = await one.files.upload(ann, { name: "a", size: 4 }, stream("same"));
      const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
      const { promise: removing, resolve: isRemoving } = Promise.withResolvers<void>();
      slow.beforeRemove = () => (isRemoving(), mayGoOn);
      const gone = one.files.discard(ann, first.id);
      await removing;
      let row: Awaited<ReturnType<Files["upload"]>> | null = null;
      const again = two.files.upload(ann, { name: "b", size: 4 }, stream("same")).then((done) => row = done);
      await until(async () => row !== null || await waits(), "the second to be stored, or to wait its turn");
      goOn();
      await Promise.all([gone, again]);
      slow.beforeRemove = () => Promise.resolve();
      const { id } = await again;
      assert.equal(await textOf(id), "same");
      await two.files.discard(ann, id);
    });

    await t.step("bytes that lie there before their row is whole are no orphans to another's sweep", async () => {
      const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
      const { promise: put, resolve: isPut } = Promise.withResolvers<void>();
      slow.afterPut = () => (isPut(), mayGoOn);
      const coming = one.files.upload(ann, { name: "c", size: 6 }, stream("coming"));
      await put;
      const ahead = new Files({
        ...{ db: two.db, store: disk, folder: two.folder, maxBytes: 1, quotaBytes: 0, totalBytes: 0, refusal: null },
        clock: { now: () => Date.now() + 2 * HOUR_MS },
      });
      await ahead.sweep();
      goOn();
      const { id } = await coming;
      assert.equal(await textOf(id), "coming");
    });

    await t.step("and what nobody awaits still goes", async () => {
      slow.afterPut = () => Promise.resolve();
      const key = "ab".repeat(32);
      await Deno.writeTextFile(folder.join("orphan"), "an orphan");
      await disk.put(key, folder.join("orphan"));
      await one.files.sweep();
      assert.equal(await disk.read(key), null);
    });
  },
);

Deno.test({ name: "an upload that was cut goes on at another instance of a cluster with S3", ignore }, async (t) => {
  await using s3 = new S3Fake();
  const cut = (text: string) =>
    new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
      pull: (controller) => controller.error(new Error("the connection is lost")),
    }, { highWaterMark: 0 });
  await using pair = await twoInstances(() => ({
    store: new S3Store({ ...s3.options, retries: 0 }),
    isHandedOver: true,
  }));
  const { one, two, ann } = pair;
  const bodyOf = async (id: string) =>
    await new Response((await one.files.read(await one.files.getReadable(ann, id), null))?.body).text();
  const left = async () => [
    ...[...s3.objects.keys()].filter((key) => key.startsWith("part-")),
    ...(await Promise.all([one, two].map(({ folder }) => namesIn(folder)))).flat(),
  ];

  await t.step("from hand to hand, and nothing is left beside it", async () => {
    const { id } = await one.files.begin(ann, { name: "long", size: 12 });
    await assert.rejects(one.files.resume(ann, id, { offset: 0 }, cut("abcd")), /lost/);
    assert.deepEqual(await two.files.findUnsent(ann, id), { id, offset: 4, size: 12 });
    await assert.rejects(two.files.resume(ann, id, { offset: 4 }, cut("efg")), /lost/);
    assert.deepEqual(await one.files.findUnsent(ann, id), { id, offset: 7, size: 12 });
    const file = await one.files.resume(ann, id, { offset: 7 }, stream("hijkl"));
    assert.ok("sha256" in file);
    assert.equal(await bodyOf(id), "abcdefghijkl");
    const before = await left();
    assert.deepEqual(before, [id], "only what the other instance had received, for its sweep");
    await two.files.discard(ann, id);
  });

  await t.step("where nothing could be handed over it begins anew, and says so", async () => {
    const { id } = await one.files.begin(ann, { name: "long", size: 8 });
    s3.failures = 100;
    await assert.rejects(one.files.resume(ann, id, { offset: 0 }, cut("abcd")), /lost/);
    s3.failures = 0;
    assert.deepEqual(await two.files.findUnsent(ann, id), { id, offset: 0, size: 8 });
    await assert.rejects(two.files.resume(ann, id, { offset: 4 }, stream("efgh")), {
      code: "conflict",
      message: "Cannot go on at 4: 0 bytes are here",
    });
    await two.files.resume(ann, id, { offset: 0 }, stream("abcdefgh"));
    assert.equal(await bodyOf(id), "abcdefgh");
  });

  await t.step("what was given up or forgotten leaves no pieces", async () => {
    const { id } = await one.files.begin(ann, { name: "long", size: 8 });
    await assert.rejects(one.files.resume(ann, id, { offset: 0 }, cut("abcd")), /lost/);
    await two.files.discard(ann, id);
    assert.ok(![...s3.objects.keys()].some((key) => key.startsWith("part-")));
  });
});

const namesIn = (folder: string) =>
  Array.fromAsync(Deno.readDir(folder), ({ name }) => name).catch(() => [] as string[]);
