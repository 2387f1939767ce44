import assert from "node:assert/strict";
import { tempFolder } from "@/tests/support/temp.ts";
import { until } from "@/tests/support/wait.ts";
import { connect } from "./client.ts";
import { EmbeddedStore } from "./embedded.ts";
import { isConnectionLost, StoreLockedError, StoreUnavailableError } from "./errors.ts";
import { openDatabase } from "./open.ts";
import { users } from "./schema.ts";
import { stores } from "./tests/stores.ts";
import { makePeople } from "./tests/people.ts";

const openAt = (dataDir: string) => openDatabase({ databaseUrl: null, dataDir });

for (const [name, open] of stores) {
  Deno.test(`${name}: an open store`, async (t) => {
    await using db = await open();

    await t.step("answers, and gives numbers, dates and objects both ways", async () => {
      assert.equal(db.kind, name === "embedded" ? "embedded" : "postgres");
      await db.ping(20_000);
      const [row] = await db.sql`
        select ${
        2 ** 40
      }::bigint as big, array[1, 2]::bigint[] as bigs, '2026-01-02 03:04:05.678+00'::timestamptz as time,
          array['2026-01-02 03:04:05.678+00'::timestamptz] as times, ${new Date(5)}::timestamptz as sent,
          ${db.sql.json({ a: [1] })}::jsonb as object, ${'{"b": 2}'}::jsonb as text, null::bigint as nothing`;
      const time = new Date("2026-01-02T03:04:05.678Z");
      const expected = { big: 2 ** 40, bigs: [1, 2], time, times: [time], sent: new Date(5), object: { a: [1] } };
      assert.deepEqual({ ...row }, { ...expected, text: { b: 2 }, nothing: null });
      await makePeople(db, "ann");
      const settings = { theme: "dark", list: [1, "2", null] };
      await db.orm.update(users).set({ settings, lastSeen: time });
      const [person] = await db.orm.select().from(users);
      assert.deepEqual([person?.settings, person?.lastSeen, person?.username], [settings, time, "ann"]);
    });

    await t.step("keeps a transaction whole or not at all, nested ones too", async () => {
      await db.sql`insert into settings values ('before', '1')`;
      await assert.rejects(
        db.sql.begin(async (sql) => {
          await sql`insert into settings values ('lost', '1')`;
          throw new Error("changed my mind");
        }),
        /changed my mind/,
      );
      await db.sql.begin(async (sql) => {
        await sql`insert into settings values ('kept', '1')`;
        await assert.rejects(sql.savepoint(async (inner) => {
          await inner`insert into settings values ('inner', '1')`;
          await inner`insert into settings values ('kept', '1')`;
        }));
      });
      const rows = await db.sql`select key from settings order by key`;
      assert.deepEqual(rows.map((row) => row["key"]), ["before", "kept"]);
    });
  });
}

Deno.test("a database that is not there is refused with a sentence", async () => {
  const databaseUrl = "postgres://ann:secret@127.0.0.1:1/chat";
  await assert.rejects(
    openDatabase({ databaseUrl, dataDir: "unused" }),
    (error) =>
      error instanceof StoreUnavailableError && error.message.startsWith("Cannot open PostgreSQL at 127.0.0.1:1/chat"),
  );
});

Deno.test("the embedded store keeps its data, closed to others, and is opened by one at a time", async () => {
  await using folder = await tempFolder();
  const dataDir = folder.join("data");
  await Deno.mkdir(`${dataDir}/store.new`, { recursive: true });
  await Deno.writeTextFile(`${dataDir}/store.new/half`, "of a start that was killed");
  await Deno.writeTextFile(`${dataDir}/sql.sock`, "stale");

  const first = await openAt(dataDir);
  const [ann] = await makePeople(first, "ann");
  assert.equal(((await Deno.stat(dataDir)).mode ?? 0) & 0o777, 0o700);
  await assert.rejects(
    openAt(dataDir),
    (error) => error instanceof StoreLockedError && error.message.includes(`in use by process ${Deno.pid};`),
  );
  await first.close();

  const second = await openAt(dataDir);
  assert.deepEqual((await second.orm.select({ id: users.id }).from(users)).map((row) => row.id), [ann]);
  await second.close();
  const left = (await Array.fromAsync(Deno.readDir(dataDir), (entry) => entry.name)).sort();
  assert.deepEqual(left, ["lock", "store", "store.lock"]);
});

Deno.test("a store that panics is opened again with all it has answered, also where its path is long", async () => {
  await using folder = await tempFolder();
  const dataDir = folder.join("a".repeat(60), "b".repeat(60));
  const store = await EmbeddedStore.open(dataDir);
  const { sql } = connect(store.address, { max: 1, statementMs: 0, lockMs: 0 });
  const wal = `${dataDir}/store/pg_wal`;
  try {
    await sql`create table t (x int)`;
    await sql`insert into t values (1)`;
    // The next segment of the log cannot be made: PostgreSQL panics rather than go on without.
    await Deno.rename(wal, `${wal}.away`);
    await sql`select pg_switch_wal()`;
    await assert.rejects(sql`insert into t values (2)`, isConnectionLost);
    await Deno.rename(`${wal}.away`, wal);
    await until(async () => {
      await store.restart();
      return (await sql`select x from t`).length === 1;
    }, "the store answers again with what was committed");
    await sql`insert into t values (3)`;
  } finally {
    await sql.end({ timeout: 5 });
    await store.close();
  }
});
