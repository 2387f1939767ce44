import assert from "node:assert/strict";
import { join } from "node:path";
import { migrateUrl } from "@/db/migrate.ts";
import { openDatabase } from "@/db/open.ts";
import { api, connect, people } from "../support/client.ts";
import { ROOT } from "../support/paths.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { hasPostgres } from "../support/programs.ts";
import { startServer } from "../support/server.ts";

const ignore = !hasPostgres();

Deno.test({ name: "messages spread over partitions are the same messages, with the same rules", ignore }, async (t) => {
  await using database = await postgresDatabase(migrateUrl);
  await using server = await startServer({ databaseUrl: database.url });
  const [ann, bob] = await people(server, "ann", "bob");
  assert.ok(ann && bob);
  const say = async (content: string, client_id: string) =>
    (await api(ann, "POST", `/api/v1/messages/private/${bob.id}`, { content, client_id })).body as { id: string };
  const first = await say("tide tables", "one");
  await api(bob, "POST", `/api/v1/messages/${first.id}/reactions`, { emoji: "👍" });
  const history = async () => (await api(bob, "GET", `/api/v1/messages/private/${ann.id}`)).body;
  const before = await history();
  assert.equal(await server.drain(), 0);

  const db = await openDatabase({ databaseUrl: database.url, dataDir: "" });
  await using _db = { [Symbol.asyncDispose]: () => db.close() };
  const script = await Deno.readTextFile(join(ROOT, "deploy/partition_messages.sql"));
  const partition = () => db.sql.begin((transaction) => transaction.unsafe(script));
  const keys = async () =>
    (await db.sql`
      select conrelid::regclass::text as owner, pg_get_constraintdef(oid) as definition from pg_constraint
      where contype in ('f', 'p', 'u') and conparentid = 0 and conrelid::regclass::text !~ '^messages_\\d'
      order by 1, 2`).map((row) => ({ ...row }));

  await t.step("all keys stand as before, over sixteen parts; a second time is refused", async () => {
    const wanted = await keys();
    await partition();
    assert.deepEqual(await keys(), wanted);
    const [{ parts } = { parts: 0 }] = await db.sql<{ parts: number }[]>`
      select count(*)::int as parts from pg_inherits where inhparent = 'messages'::regclass`;
    assert.equal(parts, 16);
    await assert.rejects(partition(), /partitioned already/);
  });

  await t.step("history, sending once, reactions, recall and search go on", async () => {
    await server.start();
    assert.deepEqual(await history(), before);
    await using socket = await connect(bob);
    const second = await say("low water at nine", "two");
    assert.equal((await socket.next("private")).id, second.id);
    assert.equal((await say("low water at nine", "two")).id, second.id, "once");
    assert.equal((await say("again", "one")).id, first.id, "what was sent before is known");
    const found = await api(bob, "GET", "/api/v1/messages/search?q=water");
    assert.deepEqual((found.body.hits as { message: { id: string } }[]).map(({ message }) => message.id), [second.id]);
    assert.equal((await api(ann, "DELETE", `/api/v1/messages/${first.id}`)).status, 200);
    const [{ left } = { left: -1 }] = await db.sql<{ left: number }[]>`select count(*)::int as left from reactions`;
    assert.equal(left, 0);
  });
});
