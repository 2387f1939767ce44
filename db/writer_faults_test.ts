import assert from "node:assert/strict";
import { startPostgres } from "@/tests/support/postgres.ts";
import { until } from "@/tests/support/wait.ts";
import { StoreUnavailableError } from "./errors.ts";
import type { CommittedDraft } from "./fact_writer.ts";
import { GroupWriter } from "./group_writer.ts";
import { migrateUrl } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import { openPostgres } from "./tests/stores.ts";
import { assertDense, makeGroup, makePeople, message } from "./tests/people.ts";

Deno.test("while PostgreSQL is away after a crash sends are refused as retryable, and it is found again without a restart", async () => {
  await using postgres = await startPostgres({ durable: true });
  const url = await postgres.database(migrateUrl);
  const db = await openDatabase({ databaseUrl: url, dataDir: "unused" });
  const [ann] = await makePeople(db, "ann");
  const group = await makeGroup(db, [ann]);
  const writer = new GroupWriter(db, { onCommitted: () => {} });
  const acked = new Set<string>();
  const send = async (clientId: string) => {
    const result = await writer.append(message(group, ann, { clientId }));
    assert.ok(result.outcome === "new" || result.outcome === "repeat");
    acked.add(clientId);
  };
  // In traffic: some are answered before, some hang in the crash.
  let sent = 0;
  let isDown = false;
  const traffic = (async () => {
    while (!isDown) await Promise.allSettled([1, 2, 3].map(() => send(`${sent++}`)));
  })();
  await until(() => acked.has("8"), "messages are stored");
  await postgres.stop("immediate");
  isDown = true;
  await traffic;
  await assert.rejects(send("down"), StoreUnavailableError);
  await assert.rejects(db.ping(20_000));
  await postgres.start();
  await until(() => send("again").then(() => true), "it is found again");
  // A client that got no answer sends again under the same id.
  for (let n = 0; n < sent; n++) await send(`${n}`);
  const rows = await db.sql<{ client_id: string }[]>`select client_id from messages where type = 'text'`;
  assert.deepEqual(rows.map((row) => row.client_id).sort(), [...acked].sort());
  await assertDense(db, group);
  await writer.close();
  await db.close();
});

Deno.test("a store that only reads, or is locked for too long, refuses as retryable and holds up nobody for ever", async () => {
  await using db = await openPostgres();
  const [ann] = await makePeople(db, "ann");
  const [group, other] = [await makeGroup(db, [ann]), await makeGroup(db, [ann])];
  const heard: CommittedDraft[] = [];
  const writer = new GroupWriter(db, { onCommitted: (batch) => heard.push(...batch), linger: null });
  const impatient = new GroupWriter(db, { onCommitted: (batch) => heard.push(...batch), deadlineMs: 50 });

  const holder = await db.sql.begin(async (sql) => {
    await sql`select from conversations where id = ${group} for update`;
    await assert.rejects(writer.append(message(group, ann)), StoreUnavailableError);
    assert.equal((await writer.append(message(other, ann))).outcome, "new");
    // An answer that comes after the deadline still reaches those who listen.
    const late = message(group, ann);
    await assert.rejects(impatient.append(late), StoreUnavailableError);
    return late;
  });
  await until(() => heard.some(({ draft }) => draft === holder), "the late commit is announced");
  assert.equal((await writer.append({ ...holder })).outcome, "repeat");

  const name = (await db.sql`select current_database() as name`)[0]?.["name"];
  const setReadOnly = async (value: string) => {
    await db.sql`alter database ${db.sql(name)} set default_transaction_read_only = ${db.sql.unsafe(value)}`;
    await db.sql`select pg_terminate_backend(pid, 20000) from pg_stat_activity
      where datname = ${name} and pid <> pg_backend_pid()`;
    await db.sql`select pg_terminate_backend(pg_backend_pid())`.catch(() => {});
  };
  await setReadOnly("on");
  await until(
    async () => (await db.sql`show transaction_read_only`)[0]?.["transaction_read_only"] === "on",
    "read only",
  );
  await assert.rejects(writer.append(message(other, ann)), StoreUnavailableError);
  await until(async () => {
    await db.sql.begin("read write", (sql) => sql`alter database ${sql(name)} reset default_transaction_read_only`);
    return true;
  }, "it may write again");
  await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`.catch(() => {});
  await until(async () => (await writer.append(message(other, ann))).outcome === "new", "sends are taken again");
  await assertDense(db, group);
  await assertDense(db, other);
  await Promise.all([writer.close(), impatient.close()]);
});
