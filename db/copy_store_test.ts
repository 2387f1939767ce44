import assert from "node:assert/strict";
import { hasPostgres } from "@/tests/support/programs.ts";
import { postgresDatabase } from "@/tests/support/postgres.ts";
import { tempFolder } from "@/tests/support/temp.ts";
import { compareStores, copyStore, endCopy, isHalfCopied } from "./copy_store.ts";
import { migrateUrl } from "./migrate.ts";
import { openDatabase } from "./open.ts";

Deno.test(
  { name: "a copy of a store is compared row by row, and belongs to one source", ignore: !hasPostgres() },
  async (t) => {
    await using folder = await tempFolder();
    await using server = await postgresDatabase(migrateUrl);
    const source = await openDatabase({ databaseUrl: null, dataDir: folder.join("one") });
    const target = await openDatabase({ databaseUrl: server.url, dataDir: "" });
    try {
      const [user, room] = [crypto.randomUUID(), crypto.randomUUID()];
      await source.sql`insert into users (id, username, username_key, email, email_key, password_hash)
      values (${user}, 'Ann', 'ann', 'a@b.c', 'a@b.c', 'x')`;
      await source
        .sql`insert into conversations (id, kind, name, owner_id, last_seq) values (${room}, 'group', 'One', ${user}, 2)`;
      for (const seq of [1, 2]) {
        await source
          .sql`insert into messages (conversation_id, seq, id, author_id, client_id, content, changed_seq, created_at)
        values (${room}, ${seq}, ${crypto.randomUUID()}, ${user}, ${`c${seq}`}, 'a \\ "b" ''c'' 言葉', ${seq}, now())`;
      }
      const told: number[] = [];
      await copyStore(source.sql, target.sql, ({ copied }) => told.push(copied));
      assert.equal(told.at(-1), 4);

      await t.step(
        "equal stores have no differing parts; one changed letter is found, with its conversation",
        async () => {
          assert.deepEqual(await compareStores(source.sql, target.sql), []);
          await target.sql`update messages set content = content || '!' where seq = 2`;
          assert.deepEqual(await compareStores(source.sql, target.sql), [
            `messages of conversation ${room}: 2 rows here, 2 there`,
          ]);
          await target.sql`delete from messages where seq = 2`;
          assert.match((await compareStores(source.sql, target.sql))[0] ?? "", /2 rows here, 1 there/);
        },
      );

      await t.step("until it is ended, only its own source may go on with it; then nobody", async () => {
        const other = await openDatabase({ databaseUrl: null, dataDir: folder.join("two") });
        try {
          await assert.rejects(copyStore(other.sql, target.sql, () => {}), /Another data folder/);
        } finally {
          await other.close();
        }
        assert.equal(await isHalfCopied(target.sql), true);
        await copyStore(source.sql, target.sql, () => {});
        await endCopy(target.sql);
        assert.equal(await isHalfCopied(target.sql), false);
        await assert.rejects(copyStore(source.sql, target.sql, () => {}), /not empty/);
      });
    } finally {
      await source.close();
      await target.close();
    }
  },
);
