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
  name: "databases are copies of one migrated once, and what was committed survives an immediate stop",
  ignore,
  async fn() {
    await using cluster = await startPostgres({ durable: true });
    let migrations = 0;
    const migrate = async (url: string) => {
      migrations++;
      await ask(url, "create table notes (body text)");
    };
    const one = await cluster.database(migrate);
    const two = await cluster.database(migrate);
    await ask(one, "insert into notes values ('mine')");
    await cluster.restart("immediate");

    assert.deepEqual(await ask(one, "select body from notes"), [{ body: "mine" }]);
    assert.deepEqual(await ask(two, "select body from notes"), []);
    assert.equal(migrations, 1);
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
