import assert from "node:assert/strict";
import { openDatabase } from "@/db/open.ts";
import { api, people, request } from "../support/client.ts";
import { ROOT } from "../support/paths.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { type ChildProcess, startProcess } from "../support/processes.ts";
import { startServer } from "../support/server.ts";
import { tempFolder } from "../support/temp.ts";
import { within } from "../support/wait.ts";

const MANY = 30_000;

Deno.test("promote moves everything into PostgreSQL, goes on after it was killed, and refuses what is not empty", async (t) => {
  await using folder = await tempFolder("freshet-promote-");
  const dataFolder = folder.join("data");
  await using database = await postgresDatabase(() => Promise.resolve());
  const promote = (...args: string[]): ChildProcess =>
    startProcess({
      name: "promote",
      command: Deno.execPath(),
      args: ["run", "-A", "lib/cli/main.ts", "promote", ...args],
      cwd: ROOT,
      env: { FRESHET_DATA: dataFolder, DATABASE_URL: database.url, NO_COLOR: "1" },
    });
  const run = async (...args: string[]): Promise<{ code: number; output: string }> => {
    await using child = promote(...args);
    const { code } = await within(child.exited, "promote to end", 120_000);
    await child.kill(); // gone already: this waits for the last of its output
    return { code, output: child.output };
  };

  await using old = await startServer({ dataFolder });
  const [ann, bob] = await people(old, "ann", "bob");
  assert.ok(ann && bob);
  const made = await api(ann, "POST", "/api/v1/groups", { name: "Wörter — 言葉", member_ids: [bob.id] });
  const group = (made.body.group as { id: string }).id;
  for (const content of ["first", "zweitens \\ 'quoted' \"twice\"", "三つ目 👍"]) {
    const sent = await api(bob, "POST", `/api/v1/messages/group/${group}`, { content });
    assert.equal(sent.status, 201);
    const id = sent.body.id as string;
    if (content !== "first") continue;
    assert.equal((await api(bob, "PUT", `/api/v1/messages/${id}`, { content: "first, edited" })).status, 200);
  }
  const history = async () => (await api(ann, "GET", `/api/v1/conversations/${group}/messages?limit=50`)).body;

  await t.step("while the server runs, nothing is moved", async () => {
    const { code, output } = await run();
    assert.equal(code, 1);
    assert.match(output, /in use by process \d+/);
  });

  const before = await history();
  assert.equal(await old.drain(), 0);

  await t.step("a dry run counts, and moves nothing", async () => {
    const { code, output } = await run("--dry-run");
    assert.equal(code, 0, output);
    assert.match(output, /users +2\n/);
    assert.match(output, /Nothing was moved/);
    assert.equal(await rowsIn(database.url, "users"), 0);
  });

  await t.step("killed on its way, it leaves a database that no server starts on, and then goes on", async () => {
    await fill(dataFolder, group);
    await using child = promote();
    await child.said(/[2-8]0 % \(messages\)/);
    await child.kill();
    const there = await rowsIn(database.url, "messages");
    assert.ok(there > 0 && there < MANY, `${there} messages were moved before it was killed`);
    await assert.rejects(startServer({ databaseUrl: database.url }), /is not whole; finish with/);
    const { code, output } = await run();
    assert.equal(code, 0, output);
    assert.match(output, /the same row by row/);
    assert.equal(await rowsIn(database.url, "messages"), MANY + 4);
  });

  await t.step("a server on the database has all of it, and knows who is signed in", async () => {
    await using server = await startServer({ databaseUrl: database.url });
    const moved = await request(server, "GET", `/api/v1/conversations/${group}/messages?around=3&limit=50`, {
      token: ann.token,
    });
    assert.equal(moved.status, 200);
    const texts = ({ messages }: Record<string, unknown>) =>
      (messages as { seq: number; content: string }[]).filter(({ seq }) => seq <= 5).map((
        { seq, content },
      ) => [seq, content]);
    assert.deepEqual(texts(moved.body).toSorted(), texts(before).toSorted());
    const next = await request(server, "POST", `/api/v1/messages/group/${group}`, {
      token: bob.token,
      body: { content: "and on" },
    });
    assert.equal(next.status, 201, JSON.stringify(next.body));
  });

  await t.step("a second time it refuses, since the database is not empty", async () => {
    const { code, output } = await run();
    assert.equal(code, 1);
    assert.match(output, /not empty/);
  });
});

/** So many messages that moving them takes a while. */
async function fill(dataDir: string, group: string): Promise<void> {
  const db = await openDatabase({ databaseUrl: null, dataDir });
  try {
    await db.sql`
      insert into messages (conversation_id, seq, id, author_id, client_id, content, changed_seq, created_at)
      select c.id, c.last_seq + n, gen_random_uuid(), c.owner_id, 'many-' || n, 'message ' || n, c.last_seq + n, now()
      from conversations c, generate_series(1, ${MANY}) n where c.id = ${group}`;
    await db.sql`update conversations set last_seq = last_seq + ${MANY} where id = ${group}`;
  } finally {
    await db.close();
  }
}

async function rowsIn(databaseUrl: string, table: string): Promise<number> {
  const db = await openDatabase({ databaseUrl, dataDir: "" });
  try {
    const [row] = await db.sql.unsafe<{ rows: number }[]>(`select count(*)::int as rows from ${table}`);
    return row?.rows ?? 0;
  } finally {
    await db.close();
  }
}
