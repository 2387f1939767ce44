/**
 * How fast the pages read a large store: deno run -A bench/reading.ts [messages] with DATABASE_URL (an empty PostgreSQL; it
 * is migrated and filled, or one that this has filled before). A thousand conversations; one person is in a hundred of them, one in all. Prints the 50th
 * and the 95th percentile of the first page of history, the conversation list and searches, whether a big table was ever
 * scanned as a whole, and with PLANS=1 the plans.
 */
import postgres from "postgres";
import { openDatabase } from "@/db/open.ts";
import type { Database } from "@/db/database.ts";
import { listUnindexed } from "@/db/search_blocks.ts";
import { listConversations } from "@/lib/chat/conversation_list.ts";
import type { ChatDeps } from "@/lib/chat/deps.ts";
import { indexConversation } from "@/lib/chat/search/index_conversation.ts";
import { searchMessages } from "@/lib/chat/search_messages.ts";
import { timelinePage } from "@/lib/chat/timeline.ts";
import { readConfig } from "@/lib/config.ts";
import { systemClock } from "@/lib/clock.ts";
import { newId } from "@/lib/ids.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";

const MESSAGES = Number(Deno.args[0] ?? 1_000_000);
const CONVERSATIONS = 1_000;
const PEOPLE = 1_000;
const MEMBERS = 20;
const RUNS = 200;
const BIG = ["messages", "members", "events", "reactions", "search_blocks"];

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

/** The same figures every time. */
let state = 42;
const random = (most: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state % most;
};
const ONSETS =
  "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p ph pl pr qu r s sc sh sl sp st str t th tr v w wh y z".split(
    " ",
  );
const VOWELS = "a ai au e ea ee ei i ia ie o oa oo ou u ue y".split(" ");
const CODAS = ["", "", "", ..."b ck d f g k l ll m mp n nd ng nt p r rd rk rm rn rt s sh st t th x".split(" ")];
const pick = (list: readonly string[]) => list[random(list.length)] ?? "";
const WORDS = [
  ...new Set(Array.from({ length: 30_000 }, (_, i) => {
    const syllables = i < 200 ? 1 : 1 + random(3);
    return Array.from({ length: syllables }, () => pick(ONSETS) + pick(VOWELS) + pick(CODAS)).join("");
  })),
].slice(0, 20_000);
const HANS = Array.from({ length: 2_500 }, (_, i) => String.fromCodePoint(0x4e00 + i * 8));
/** Common words often, rare ones rarely. */
const word = () => WORDS[Math.floor(WORDS.length * (random(10_000) / 10_000) ** 4)] ?? "ba";
const han = () => HANS[Math.floor(HANS.length * (random(10_000) / 10_000) ** 3)] ?? "海";
const sentence = () =>
  random(5) === 0
    ? Array.from({ length: 8 + random(30) }, han).join("")
    : Array.from({ length: 4 + random(20) }, word).join(" ");

interface Filled {
  readonly all: string;
  readonly some: string;
  readonly conversations: readonly string[];
  readonly ofSome: readonly string[];
}

async function fill({ sql }: Database): Promise<Filled> {
  const people = Array.from({ length: PEOPLE }, () => newId());
  const [all = "", some = ""] = people;
  await sql`
    insert into users (id, username, username_key, email, email_key, password_hash)
    select id, name, name, '', id::text, '' from unnest(${people}::uuid[]) with ordinality as p (id, n)
    cross join lateral (select case n when 1 then 'all' when 2 then 'some' else id::text end as name) names`;
  const conversations = Array.from({ length: CONVERSATIONS }, () => newId());
  const each = Math.floor(MESSAGES / CONVERSATIONS);
  await sql`
    insert into conversations (id, kind, name, last_seq, owner_id)
    select id, 'group', 'Group ' || n, ${each}, ${all} from unnest(${conversations}::uuid[]) with ordinality as c (id, n)`;
  const pairs = conversations.flatMap((id, n) => {
    const others = Array.from({ length: MEMBERS }, (_, i) => people[2 + (n * 7 + i * 13) % (PEOPLE - 2)] ?? all);
    return [all, ...(n % 10 === 0 ? [some] : []), ...others].map((person) => [id, person] as const);
  });
  await sql`
    insert into members (conversation_id, user_id, last_read_seq)
    select c, u, ${Math.floor(each / 2)} from unnest(${pairs.map(([id]) => id)}::uuid[], ${
    pairs.map(([, id]) => id)
  }::uuid[])
      as p (c, u) on conflict do nothing`;
  const start = Date.parse("2025-01-01");
  for (let n = 0; n < conversations.length; n++) {
    const rows = Array.from({ length: each }, (_, i) => i + 1);
    await sql`
      insert into messages (conversation_id, seq, id, author_id, client_id, content, changed_seq, created_at)
      select ${conversations[n] ?? ""}, seq, id, author, id::text, content, seq, at
      from unnest(${rows}::bigint[], ${rows.map(() => newId())}::uuid[],
        ${rows.map(() => people[2 + random(PEOPLE - 2)] ?? all)}::uuid[], ${rows.map(sentence)}::text[],
        ${
      rows.map((seq) => new Date(start + seq * 1_800_000 + n * 1_000).toISOString())
    }::timestamptz[]) as m (seq, id, author, content, at)`;
    if (n % 100 === 99) say(`  ${(n + 1) * each} messages`);
  }
  await sql`analyze`;
  return { all, some, conversations, ofSome: conversations.filter((_, n) => n % 10 === 0) };
}

/** What an earlier run has filled. */
async function findFilled({ sql }: Database): Promise<Filled | null> {
  const [all] = await sql<{ id: string }[]>`select id from users where username = 'all'`;
  const [some] = await sql<{ id: string }[]>`select id from users where username = 'some'`;
  const rows = await sql<{ id: string; isSome: boolean }[]>`
    select c.id, exists (
      select 1 from members m where m.conversation_id = c.id and m.user_id = ${some?.id ?? null}::uuid
    ) as "isSome" from conversations c`;
  if (!all || !some) return null;
  return {
    all: all.id,
    some: some.id,
    conversations: rows.map((row) => row.id),
    ofSome: rows.filter((row) => row.isSome).map((row) => row.id),
  };
}

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
const { all, some, conversations, ofSome } = await findFilled(db) ?? await fill(db);
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
const before = await scans(db);
for (const [who, id] of [["in 100 conversations", some], ["in 1,000 conversations", all]] as const) {
  say(`\nA person ${who}:`);
  const mine = id === some ? ofSome : conversations;
  await measure("first page of history", () => timelinePage(deps, id, mine[random(mine.length)] ?? ""));
  await measure("a page in the middle", () => timelinePage(deps, id, mine[random(mine.length)] ?? "", { before: 400 }));
  await measure("conversation list with unread", () => listConversations(deps, id));
  for (const [what, query] of searches) await measure(`search: ${what}`, () => searchMessages(deps, id, query()));
}
await new Promise((resolve) => setTimeout(resolve, 2_000)); // until the server has counted
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
