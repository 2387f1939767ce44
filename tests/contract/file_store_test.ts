import assert from "node:assert/strict";
import { DiskStore } from "@/lib/files/disk_store.ts";
import type { FileStore } from "@/lib/files/file_store.ts";
import { S3Store } from "@/lib/files/s3_store.ts";
import { S3Fake } from "../support/s3.ts";
import { tempFolder } from "../support/temp.ts";

const KEYS = ["a", "b", "c", "d"].map((letter) => letter.repeat(64));
const [KEY = "", OTHER = ""] = KEYS;

const stores: readonly [
  string,
  (work: (store: FileStore, age: (key: string) => Promise<void>) => Promise<void>) => Promise<void>,
][] = [
  ["on disk", async (work) => {
    await using folder = await tempFolder();
    await work(new DiskStore(folder.join("files")), async (key) => {
      await Deno.utime(folder.join(`files/${key.slice(0, 2)}/${key}`), 1, 1);
    });
  }],
  ["on S3", async (work) => {
    await using s3 = new S3Fake();
    await work(new S3Store(s3.options), (key) => {
      const stored = s3.objects.get(key);
      if (stored) stored.changed = new Date(1_000);
      return Promise.resolve();
    });
  }],
];

for (const [name, open] of stores) {
  Deno.test(`a store of files ${name}`, async (t) => {
    await using folder = await tempFolder();
    await open(async (store, age) => {
      const put = async (key: string, text: string) => {
        const path = folder.join("part");
        await Deno.writeTextFile(path, text);
        await store.put(key, path);
        await assert.rejects(Deno.stat(path), Deno.errors.NotFound, "it was moved");
      };
      const read = async (key: string, first?: number, last = Infinity) => {
        const found = await store.read(key, first === undefined ? undefined : { first, last: Math.min(last, 1e9) });
        return found && [await new Response(found.body).text(), found.size];
      };

      await t.step("gives back what it took, whole and in part", async () => {
        await put(KEY, "0123456789");
        assert.deepEqual(await read(KEY), ["0123456789", 10]);
        assert.deepEqual(await read(KEY, 2, 4), ["234", 10]);
        assert.deepEqual(await read(KEY, 8), ["89", 10]);
        assert.deepEqual(await read(KEY, 10), ["", 10]);
        await put(`${KEY}-small`, "");
        assert.deepEqual(await read(`${KEY}-small`), ["", 0]);
      });

      await t.step("takes the same again, and knows nothing of others", async () => {
        await put(KEY, "0123456789");
        assert.deepEqual(await read(KEY), ["0123456789", 10]);
        assert.equal(await read(OTHER), null);
        assert.equal(await read(OTHER, 0, 3), null);
      });

      await t.step("a large file comes back as it was", async () => {
        const path = folder.join("large");
        const bytes = new Uint8Array(20_000_000).map((_, index) => (index * 31) % 251);
        await Deno.writeFile(path, bytes);
        await store.put(OTHER, path);
        const found = await store.read(OTHER);
        assert.ok(
          found && new Uint8Array(await new Response(found.body).arrayBuffer()).every((b, i) => b === bytes[i]),
        );
      });

      await t.step("reading can be given up", async () => {
        const found = await store.read(OTHER);
        await found?.body.cancel();
      });

      await t.step("lists what is older than a time, over several pages, and forgets what it is told to", async () => {
        for (const key of KEYS) {
          await put(key, key);
          await age(key);
        }
        const old = await Array.fromAsync(store.list(new Date(Date.now() - 60_000)));
        assert.deepEqual(old.toSorted(), KEYS);
        await store.remove(KEY);
        await store.remove(KEY);
        assert.equal(await read(KEY), null);
        assert.deepEqual(await Array.fromAsync(store.list(new Date(0))), []);
      });

      await t.step("pieces of uploads are kept by their own names and listed by how those begin", async () => {
        const [one, two] = [crypto.randomUUID(), crypto.randomUUID()];
        for (const key of [`part-${one}-0-4`, `part-${one}-4-8`, `part-${two}-0-4`]) await put(key, "four");
        const later = new Date(Date.now() + 60_000);
        const found = await Array.fromAsync(store.list(later, `part-${one}-`));
        assert.deepEqual(found.toSorted(), [`part-${one}-0-4`, `part-${one}-4-8`]);
        assert.deepEqual(await read(`part-${one}-4-8`, 1), ["our", 4]);
        assert.equal((await Array.fromAsync(store.list(later, "part-"))).length, 3);
      });

      await t.step(
        "a name that is not one of ours is refused by every method, and nothing of it is touched",
        async () => {
          const path = folder.join("part");
          await Deno.writeTextFile(path, "stays");
          for (
            const key of [
              "",
              "x",
              "../secret",
              "a/b",
              KEY.toUpperCase(),
              `${KEY}?acl`,
              `${KEY}-A`,
              `${KEY}\n`,
              `${KEY}/..`,
            ]
          ) {
            await assert.rejects(store.put(key, path), /not one of ours/, key);
            await assert.rejects(async () => await store.read(key), /not one of ours/, key);
            await assert.rejects(async () => await store.remove(key), /not one of ours/, key);
          }
          assert.equal(await Deno.readTextFile(path), "stays");
        },
      );
    });
  });
}

Deno.test("a busy S3 is asked again, a wrong secret is refused, and none that cannot be reached looks like an empty one", async () => {
  await using s3 = new S3Fake();
  await using folder = await tempFolder();
  const path = folder.join("part");
  await Deno.writeTextFile(path, "text");
  const store = new S3Store(s3.options);
  s3.failures = 2;
  await store.put(KEY, path);
  s3.failures = 1;
  const found = await store.read(KEY);
  assert.equal(found && await new Response(found.body).text(), "text");

  const stranger = new S3Store({ ...s3.options, secretAccessKey: "guessed", retries: 0 });
  await assert.rejects(stranger.read(KEY), /answers 403/);
  await assert.rejects(stranger.remove(KEY), /answers 403/);
  await Deno.writeTextFile(path, "text");
  await assert.rejects(stranger.put(OTHER, path), /answers 403/);
  assert.equal(await Deno.readTextFile(path), "text", "what was not taken is still here");
  assert.deepEqual([...s3.objects.keys()], [KEY]);
  assert.equal(s3.uploads.size, 0, "nothing half sent is left");

  const nowhere = new S3Store({ ...s3.options, endpoint: "http://127.0.0.1:1", retries: 0 });
  await assert.rejects(nowhere.read(KEY), /Cannot reach/);
  await assert.rejects(nowhere.put(OTHER, path), /Cannot reach/);
});
