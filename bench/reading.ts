/**
 * How fast the pages read a large store: deno task bench reading [messages], with DATABASE_URL naming an empty PostgreSQL
 * (it is migrated and filled) or one that this has filled before. A thousand conversations; one person is in a hundred of
 * them, one in all. Prints the 50th and the 95th percentile of the first page of history, the conversation list and
 * searches, whether a big table was ever scanned as a whole, and with PLANS=1 the plans.
 */
import postgres from "postgres";
import { openDatabase } from "@/db/open.ts";
import type { Database } from "@/db/database.ts";
import { listUnindexed } from "@/db/search_blocks.ts";
import { firstConversations, listConversations } from "@/lib/chat/conversation_list.ts";
import type { ChatDeps } from "@/lib/chat/deps.ts";
import { indexConversation } from "@/lib/chat/search/index_conversation.ts";
import { searchMessages } from "@/lib/chat/search_messages.ts";
import { timelinePage } from "@/lib/chat/timeline.ts";
import { readConfig } from "@/lib/config.ts";
import { systemClock } from "@/lib/clock.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";
import { fill, findFilled } from "./reading/fill.ts";
import { han, random, WORDS } from "./reading/words.ts";

const MESSAGES = Number(Deno.args[0] ?? 1_000_000);
const RUNS = 200;
const BIG = ["messages", "members", "events", "reactions", "search_blocks"];

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

async function index(db: Database): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const rows = await listUnindexed(db, 1, 100);
    if (rows.length === 0) break;
    for (const { id } of rows) while (await indexConversation(db, id) > 0);
  }
  const [size] = await db.sql<{ size: string; blocks: number }[]>`
    select pg_size_pretty(pg_total_relation_size('search_blocks')) as size, count(*)::int as blocks from search_blocks`;
  say(`indexed in ${Math.round((performance.now() - startedAt) / 1000)} s: ${size?.blocks} blocks, ${size?.size}`);
}

const depsOf = (db: Database): ChatDeps => {
  const nothing = () => {};
  return {
    config: readConfig({}),
    clock: systemClock,
    limits: LIMITS,
    db,
    writer: {
      append: () => Promise.reject(new Error("Nothing is written here")),
      depth: 0,
      close: () => Promise.resolve(),
    },
    announcer: { facts: nothing, conversationState: nothing, userState: nothing, control: nothing },
    presence: { find: () => Promise.resolve(new Map()) },
    rates: { take: () => Promise.resolve(), reset: () => Promise.resolve() },
  };
};

async function measure(what: string, run: (n: number) => Promise<unknown>): Promise<void> {
  await run(0);
  const times: number[] = [];
  for (let n = 1; n <= RUNS; n++) {
    const startedAt = performance.now();
    await run(n);
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1).padStart(7);
  say(`${what.padEnd(58)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms`);
}

const scans = async ({ sql }: Database) =>
  new Map((await sql<{ name: string; scans: number }[]>`
    select relname::text as name, seq_scan as scans from pg_stat_user_tables where relname = any(${BIG}::text[])`)
    .map((row) => [row.name, row.scans]));

const url = Deno.env.get("DATABASE_URL");
if (!url) throw new Error("DATABASE_URL is not set");
const db = await openDatabase({ databaseUrl: url, dataDir: "unused" });
const { all, some, conversations, ofSome } = await findFilled(db) ?? await fill(db, MESSAGES, say);
await index(db);
await db.sql`analyze`;
const deps = depsOf(db);
const rare = () => WORDS[15_000 + random(5_000)] ?? "ba";
const searches: [string, () => string][] = [
  ["two common words", () => `${WORDS[random(50)]} ${WORDS[random(50)]}`],
  ["a rare word", rare],
  ["part of a word", () => rare().slice(1, 6)],
  ["two Chinese characters", () => han() + han()],
  ["two words that are nowhere", () => `${rare()}x qq${rare()}`],
  ["a word of one person", () => `${WORDS[random(200)]} from:${some}`],
];
/** Until the server has counted: an idle connection tells what it did after ten seconds. */
const counted = () => new Promise((resolve) => setTimeout(resolve, 12_000));
await counted();
const before = await scans(db);
for (const [who, id] of [["in 100 conversations", some], ["in 1,000 conversations", all]] as const) {
  say(`\nA person ${who}:`);
  const mine = id === some ? ofSome : conversations;
  await measure("first page of history", () => timelinePage(deps, id, mine[random(mine.length)] ?? ""));
  await measure("a page in the middle", () => timelinePage(deps, id, mine[random(mine.length)] ?? "", { before: 400 }));
  await measure("first page of the conversation list, with unread", () => firstConversations(deps, id));
  await measure("the whole list, with unread", () => listConversations(deps, id));
  for (const [what, query] of searches) await measure(`search: ${what}`, () => searchMessages(deps, id, query()));
}
await counted();
const after = await scans(db);
const whole = BIG.filter((name) => (after.get(name) ?? 0) > (before.get(name) ?? 0));
say(`\nBig tables scanned as a whole: ${whole.length === 0 ? "none" : whole.join(", ")}`);
if (Deno.env.get("PLANS")) await printPlans();
await db.close();

/** The same reads once more, on a connection that reports the plans of its statements. */
async function printPlans(): Promise<void> {
  const sql = postgres(url ?? "", { max: 1, onnotice: (notice) => say(String(notice.message)) });
  await sql.unsafe(
    "load 'auto_explain'; set client_min_messages = log; set auto_explain.log_min_duration = 0; " +
      "set auto_explain.log_analyze = on; set auto_explain.log_nested_statements = on",
  );
  const told = depsOf({ ...db, sql, orm: db.orm } as Database);
  await timelinePage(told, some, conversations[0] ?? "");
  await listConversations(told, some);
  await searchMessages(told, some, `${WORDS[9]} ${WORDS[12]}`);
  await sql.end();
}
