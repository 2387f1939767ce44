import assert from "node:assert/strict";
import postgres from "postgres";
import { appendFacts } from "./append_facts.ts";
import type { Database } from "./database.ts";
import { raiseReceipts } from "./receipts.ts";
import { openPostgres } from "./tests/stores.ts";
import { edit, makeGroup, makePeople, message, react, recall } from "./tests/people.ts";

Deno.test("the writer and receipts find every row by an index, also where tables have no statistics yet", async () => {
  await using db = await openPostgres();
  const people = await makePeople(db, "ann", "bob", "cy");
  const groups = await Promise.all([1, 2, 3].map(() => makeGroup(db, people)));
  const plans: string[] = [];
  const [row] = await db.sql<{ name: string }[]>`select current_database() as name`;
  const sql = postgres({
    host: db.sql.options.host[0],
    port: db.sql.options.port[0],
    username: db.sql.options.user,
    database: row?.name,
    max: 1,
    onnotice: (notice) => plans.push(String(notice["message"])),
    connection: { client_min_messages: "log" },
  });
  await sql.unsafe(`
    load 'auto_explain';
    set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on`);

  // More than the five calls after which PostgreSQL may settle on one plan for all.
  for (let round = 0; round < 8; round++) {
    const drafts = groups.flatMap((group) => people.map((person) => message(group, person)));
    await appendFacts(sql, drafts);
    await appendFacts(sql, drafts.slice(round));
    const seq = 2 + round;
    const [group = "", author] = [groups[0], people[0]];
    await appendFacts(sql, [edit(group, author, seq), react(group, author, seq), recall(group, author, seq)]);
    await raiseReceipts(
      { sql } as unknown as Database,
      people.map((userId) => ({ conversationId: group, userId, readSeq: seq })),
    );
  }
  await sql.end();

  const all = plans.join("\n");
  for (const table of ["messages", "members", "conversations"]) {
    assert.match(all, new RegExp(`Index (Only )?Scan using \\w+ on (public\\.)?${table}`), `${table} is probed`);
  }
  assert.doesNotMatch(all, /Seq Scan on/);
  // Nor all that one person or one conversation has.
  assert.doesNotMatch(all, /Scan using (members|messages)\w* on [^\n]+\n\s+Index Cond: \(\w+ = [^()]+(::uuid)?\)\n/);
  // Nor a whole index read for a join.
  assert.doesNotMatch(all, /Hash Join|Merge Join/);
});
