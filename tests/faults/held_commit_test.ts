import assert from "node:assert/strict";
import { appendFacts } from "@/db/append_facts.ts";
import { connect as connectStore } from "@/db/client.ts";
import { migrateUrl } from "@/db/migrate.ts";
import { newId } from "@/lib/ids.ts";
import { api, connect, people } from "../support/client.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { hasPostgres } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";

const ignore = !hasPostgres();

Deno.test(
  { name: "A13 while an earlier number is held back uncommitted, no reader gets past it", ignore },
  async () => {
    await using database = await postgresDatabase(migrateUrl);
    await using server = await startServer({ databaseUrl: database.url });
    const [ann, bob, cho] = await people(server, "ann", "bob", "cho");
    assert.ok(ann && bob && cho);
    const made = await api(ann, "POST", "/api/v1/groups", { name: "Held", member_ids: [bob.id, cho.id] });
    const group = (made.body.group as { id: string }).id;
    await using writer = await connect(bob);
    await using reader = await connect(cho);
    const first = await writer.say({ type: "group", group_id: group, content: "one" });
    const head = Number(first.seq);
    const page = async () => {
      const { body } = await api(cho, "GET", `/api/v1/conversations/${group}/messages?after=${head - 1}&limit=50`);
      return (body.messages as { seq: number; content: string }[]).map(({ seq, content }) => `${seq} ${content}`)
        .toSorted();
    };
    assert.deepEqual(await page(), [`${head} one`]);

    // Another instance has taken the next number and does not come to its end.
    const { sql } = connectStore({ url: database.url }, { max: 2, statementMs: 0, lockMs: 0 });
    const held = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<number>();
    const other = sql.begin(async (transaction) => {
      const draft = {
        kind: "message",
        conversationId: group,
        authorId: ann.id,
        clientId: "held",
        id: newId(Date.now()),
      } as const;
      const [result] = await appendFacts(transaction as never, [{
        ...draft,
        type: "text",
        content: "two",
        data: {},
        replyTo: null,
      }]);
      taken.resolve(result && "seq" in result ? Number(result.seq) : -1);
      await held.promise;
    });
    try {
      assert.equal(await taken.promise, head + 1);
      const third = writer.say({ type: "group", group_id: group, content: "three" });
      await until(async () => {
        const [row] = await sql`select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
        return row?.waiting > 0;
      }, "the later message waits for the earlier one");
      assert.deepEqual(await page(), [`${head} one`], "nothing beyond the number that is held");
      held.resolve();
      await other;
      assert.equal((await third).seq, head + 2);
      assert.deepEqual(await page(), [`${head} one`, `${head + 1} two`, `${head + 2} three`]);
      // The reader was told of the third alone, so it reads what lies between: that is how a client closes a gap.
      const frame = await reader.next("group", ({ content }) => content === "three");
      assert.equal(frame.seq, head + 2);
    } finally {
      held.resolve();
      await other.catch(() => {});
      await sql.end();
    }
  },
);
