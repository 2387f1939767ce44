import assert from "node:assert/strict";
import postgres from "postgres";
import { sharedPostgres, startPostgres } from "./postgres.ts";
import { hasPostgres } from "./programs.ts";

const ignore = !hasPostgres();

async function ask(url: string, text: string) {
  const sql = postgres(url, { max: 1 });
  try {
    return [...await sql.unsafe(text)];
  } finally {
    await sql.end();
  }
}

Deno.test({
  name: "each database is a migrated one of its own, migrated once",
  ignore,
  async fn() {
    await using cluster = await startPostgres();
    let migrations = 0;
    const migrate = async (url: string) => {
      migrations++;
      await ask(url, "create table notes (body text)");
    };
    const one = await cluster.database(migrate);
    const two = await cluster.database(migrate);
    await ask(one, "insert into notes values ('mine')");

    assert.deepEqual(await ask(one, "select body from notes"), [{ body: "mine" }]);
    assert.deepEqual(await ask(two, "select body from notes"), []);
    assert.equal(migrations, 1);
  },
});

Deno.test({
  name: "a durable PostgreSQL comes back from an immediate stop with what was committed",
  ignore,
  async fn() {
    await using cluster = await startPostgres({ durable: true });
    await ask(cluster.url(), "create table kept as select 7 as seven");
    await cluster.restart("immediate");
    assert.deepEqual(await ask(cluster.url(), "select seven from kept"), [{ seven: 7 }]);
  },
});

Deno.test({
  name: "all tests of a run share one PostgreSQL",
  ignore,
  async fn() {
    const [one, two] = await Promise.all([sharedPostgres(), sharedPostgres()]);
    assert.equal(one, two);
    assert.deepEqual(await ask(one, "select 1 as one"), [{ one: 1 }]);
  },
});
