import assert from "node:assert/strict";
import { listSlowStatements, SlowStatements } from "./slow_statements.ts";
import { stores } from "./tests/stores.ts";

for (const [name, open] of stores) {
  Deno.test(`a statement that takes long is on record, without its values (${name})`, async () => {
    await using db = await open();
    const busy = (text: string) => db.sql`select ${text} as text, pg_sleep(${0.3}::float8)::text as slept`;
    for (let n = 0; n < 2; n++) {
      const [row] = await busy("a secret");
      assert.equal(row?.text, "a secret");
    }
    await db.sql`select 1 as quick`;
    const { source, statements } = await listSlowStatements(db);
    assert.equal(source, "instance");
    const [slow] = statements.filter(({ text }) => text.includes("pg_sleep"));
    assert.ok(slow && slow.calls === 2 && slow.mostMs >= slow.meanMs && slow.meanMs >= 200, JSON.stringify(statements));
    assert.match(slow.text, /^select \$1 as text, pg_sleep\(\$2/);
    assert.ok(!JSON.stringify(statements).includes("secret") && !JSON.stringify(statements).includes("quick"));
  });
}

Deno.test("of many different slow statements those of late are kept, the slowest shown first", () => {
  const slow = new SlowStatements();
  for (let n = 0; n < 200; n++) slow.record(`select\n ${n}`, n);
  const list = slow.list();
  assert.deepEqual(list.slice(0, 2).map(({ text }) => text), ["select 199", "select 198"]);
  assert.ok(list.length <= 10);
});
