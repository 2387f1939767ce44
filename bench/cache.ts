/**
 * Whether a cache of what is read again and again would pay: deno task bench cache. The whole product in this process on
 * a PostgreSQL of its own. For each request that people make most: time alone and with sixteen at once, and the
 * statements behind it. Then what a cache could save of it: the session, the membership, profiles and heads, read by
 * themselves in the same two ways. A cache is never faster than its statement is slow.
 */
import { migrateUrl } from "@/db/migrate.ts";
import { findAccess } from "@/db/members.ts";
import { findSessionById } from "@/db/sessions.ts";
import { listUsers } from "@/db/users.ts";
import { readHeads } from "@/lib/chat/heads.ts";
import { openTestApp } from "@/tests/api/support.ts";
import { api, people } from "@/tests/support/client.ts";
import { startPostgres } from "@/tests/support/postgres.ts";

const RUNS = 320;
const ROUNDS = 3;
const AT_ONCE = 16;
const CONVERSATIONS = 40;
const MESSAGES = 120;

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

async function perRun(run: () => Promise<unknown>, atOnce: number): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let n = 0; n < RUNS / atOnce; n++) await run();
  }));
  return 1_000 * (performance.now() - startedAt) / RUNS;
}

/** The median of the rounds, in microseconds. */
async function measure(what: string, run: () => Promise<unknown>): Promise<void> {
  await perRun(run, AT_ONCE);
  const median = async (atOnce: number) => {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await perRun(run, atOnce));
    return (rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0).toFixed(0).padStart(6);
  };
  await statements();
  const [alone, together] = [await median(1), await median(AT_ONCE)];
  const calls = await statements() / (2 * ROUNDS * RUNS);
  say(`${what.padEnd(50)} alone ${alone} µs   of ${AT_ONCE} at once ${together} µs   statements ${calls.toFixed(1)}`);
}

await using server = await startPostgres({
  durable: true,
  settings: { shared_preload_libraries: "pg_stat_statements" },
});
const databaseUrl = await server.database(migrateUrl);
await using app = await openTestApp({ env: { DATABASE_URL: databaseUrl } });
const { db } = app.parts.deps;
await db.sql`create extension pg_stat_statements`;

/** How many were run since the last time this was asked. */
async function statements(): Promise<number> {
  const [row] = await db.sql<{ calls: number }[]>`
    select coalesce(sum(calls), 0)::int as calls from pg_stat_statements s
    join pg_database d on d.oid = s.dbid and d.datname = current_database()`;
  await db.sql`select pg_stat_statements_reset()`;
  return row?.calls ?? 0;
}

const [ann, ...others] = await people(app, "ann", ...Array.from({ length: 20 }, (_, n) => `member${n}`));
if (!ann) throw new Error("Nobody has registered");
const groups: string[] = [];
for (let n = 0; n < CONVERSATIONS; n++) {
  const made = await api(ann, "POST", "/api/v1/groups", { name: `Room ${n}`, member_ids: others.map(({ id }) => id) });
  groups.push(String((made.body.group as { id: string }).id));
}
const [group = ""] = groups;
for (let n = 0; n < MESSAGES; n++) {
  const author = others[n % others.length] ?? ann;
  await api(author, "POST", `/api/v1/messages/group/${group}`, { content: `Message ${n}, of an ordinary length.` });
}
await db.sql`analyze`;
const [session] = await db.sql<{ id: string }[]>`select id from sessions where user_id = ${ann.id} limit 1`;

const get = (path: string) => async () => {
  const response = await app.fetch(
    new Request(`${app.url}${path}`, { headers: { authorization: `Bearer ${ann.token}` } }),
  );
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
};
say("Requests:");
await measure("a page of history (50 messages)", get(`/api/v1/conversations/${group}/messages?limit=50`));
await measure(`the list of ${CONVERSATIONS} conversations`, get("/api/v1/conversations"));
await measure("my profile", get("/api/v1/users/profile"));
await measure("who is in a group of 21", get(`/api/v1/conversations/${group}/members`));
await measure("a message sent", async () => {
  await api(ann, "POST", `/api/v1/messages/group/${group}`, { content: "hello" });
});
say("What a cache would save:");
await measure("the session behind a token", () => findSessionById(db.orm, session?.id ?? "", new Date()));
await measure("the membership", () => findAccess(db, ann.id, group));
await measure("the profiles of 20 people", () => listUsers(db.orm, others.map(({ id }) => id)));
await measure(`the heads of ${CONVERSATIONS} conversations`, () => readHeads(db, groups));
