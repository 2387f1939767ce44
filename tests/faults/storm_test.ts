import assert from "node:assert/strict";
import { connect as connectStore } from "@/db/client.ts";
import { migrateUrl } from "@/db/migrate.ts";
import { say } from "../runner/say.ts";
import { api, connect, people, type Person } from "../support/client.ts";
import { percentile99, sayFigure } from "../support/figures.ts";
import { HeadlessClient } from "../support/headless.ts";
import type { HistoryEntry } from "../support/history.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { startProxy } from "../support/proxy.ts";
import { startRedis } from "../support/redis.ts";
import { type Server, startServer } from "../support/server.ts";
import { pause, until } from "../support/wait.ts";
import type { Storm, StormReport } from "./storm_worker.ts";

const isNightly = Deno.env.get("FRESHET_TEST_SIZE") === "nightly";
/** The largest that one test process can be the clients of. */
const CLIENTS = isNightly ? 2_000 : 60;
const RUDE = isNightly ? 5_000 : 150;
const RUDE_PEOPLE = isNightly ? 50 : 5;
const STORM_MS = isNightly ? 15_000 : 2_000;
/** The pool of each instance, and a connection that holds nothing but its lock. */
const MOST_CONNECTIONS = 2 * (10 + 1);

Deno.test(`C1 ${CLIENTS} clients of two instances lose their connections at once, come back, and miss nothing`, async () => {
  await using database = await postgresDatabase(migrateUrl);
  await using redis = await startRedis();
  const start = (name: string) =>
    startServer({ name, databaseUrl: database.url, redisUrl: redis.url, env: { FRESHET_LIMITS: "off" } });
  await using one = await start("one");
  await using two = await start("two");
  await using before = startProxy({ port: one.port });
  await using beside = startProxy({ port: two.port });
  const [ann, ...crowd] = await people(one, "ann", ...Array.from({ length: CLIENTS }, (_, n) => `crowd${n}`));
  assert.ok(ann);
  const group = await makeGroup(ann, crowd);
  await using writer = await connect(ann, { url: one.url });
  const say1 = (content: string) => writer.say({ type: "group", group_id: group, content });

  const history: HistoryEntry[] = [];
  const clients: HeadlessClient[] = [];
  try {
    for (const [n, person] of crowd.entries()) {
      clients.push(await HeadlessClient.open(person, person.username, (n % 2 ? before : beside).url, history));
    }
    let head = 0;
    for (let n = 0; n < 5; n++) head = Number((await say1(`steady ${n}`)).seq);
    const allHave = (seq: number) => history.filter((e) => e.op === "deliver" && e.seq === seq).length === CLIENTS;
    await until(() => allHave(head), "all have the last message", 120_000);
    const steady = [one, two].map(residentMiB);

    before.cut();
    beside.cut();
    const cutAt = performance.now();
    for (let n = 0; n < 10; n++) head = Number((await say1(`in the storm ${n}`)).seq);
    await until(() => clients.every(({ chat }) => chat.connection.isLive) && allHave(head), "all are back", 180_000);
    sayFigure(`C1 all ${CLIENTS} back and complete after`, performance.now() - cutAt);

    const heard = new Map<string, number[]>();
    for (const entry of history) {
      if (entry.op === "deliver") heard.set(entry.who, [...heard.get(entry.who) ?? [], entry.seq]);
    }
    const all = Array.from({ length: 15 }, (_, n) => head - 14 + n);
    for (const { username } of crowd) assert.deepEqual(heard.get(username), all, username);
    const used = [one, two].map((server, n) => residentMiB(server) / (steady[n] ?? 1));
    say(`C1 memory after, of what it was: ${used.map((share) => share.toFixed(2)).join(", ")}`);
    assert.ok(used.every((share) => share <= 1.5), used.join(" "));
    const connections = await countConnections(database.url);
    assert.ok(connections <= MOST_CONNECTIONS, `${connections} connections to PostgreSQL`);
  } finally {
    for (const client of clients) await client[Symbol.asyncDispose]();
  }
});

Deno.test(`C2 ${RUDE} raw clients connect again and again without a pause: who talks goes on talking`, async () => {
  await using server = await startServer();
  const [ann, bob, ...crowd] = await people(
    server,
    "ann",
    "bob",
    ...Array.from({ length: RUDE_PEOPLE }, (_, n) => `rude${n}`),
  );
  assert.ok(ann && bob);
  await using here = await connect(ann);
  await using there = await connect(bob);
  const storm = startStorm({ url: server.url, tokens: crowd.map(({ token }) => token), clients: RUDE });
  const waits: number[] = [];
  const endsAt = performance.now() + STORM_MS;
  for (let n = 0; performance.now() < endsAt; n++) {
    const saidAt = performance.now();
    await here.say({ type: "private", to: bob.id, content: `calm ${n}` });
    assert.equal((await there.next("private")).content, `calm ${n}`);
    waits.push(performance.now() - saidAt);
    await pause(150);
  }
  const { answers, hintless } = await storm.end();
  say(`C2 answers by status: ${[...answers].map(([status, count]) => `${status} × ${count}`).join(", ")}`);
  sayFigure("C2 99 of 100 messages in the storm were heard within", percentile99(waits));
  assert.deepEqual([...answers.keys()].filter((status) => ![0, 101, 429, 503].includes(status)), []);
  const refused = (answers.get(429) ?? 0) + (answers.get(503) ?? 0);
  assert.ok((answers.get(101) ?? 0) > 0 && refused > 0, "some are let in, others refused");
  assert.deepEqual(hintless, [], "who is refused is told when to come back");
  await until(async () => (await fetch(`${server.url}/health/ready`).then(drained)).ok, "it is ready");
});

function startStorm(storm: Storm): { end(): Promise<StormReport> } {
  const worker = new Worker(new URL("./storm_worker.ts", import.meta.url), { type: "module" });
  const report = new Promise<StormReport>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.postMessage(storm);
  return {
    end: () => {
      worker.postMessage("enough");
      return report.finally(() => worker.terminate());
    },
  };
}

async function makeGroup(owner: Person, members: readonly Person[]): Promise<string> {
  const made = await api(owner, "POST", "/api/v1/groups", { name: "Hall", max_members: 10_000 });
  const { id } = made.body.group as { id: string };
  for (const { id: user_id } of members) {
    const { status, body } = await api(owner, "POST", `/api/v1/groups/${id}/members`, { user_id });
    assert.equal(status, 200, JSON.stringify(body));
  }
  return id;
}

function residentMiB({ process }: Server): number {
  const status = Deno.readTextFileSync(`/proc/${process.pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

async function countConnections(url: string): Promise<number> {
  const { sql } = connectStore({ url }, { max: 1, statementMs: 0, lockMs: 0 });
  try {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    return row?.count ?? 0;
  } finally {
    await sql.end();
  }
}

async function drained(response: Response): Promise<Response> {
  await response.body?.cancel();
  return response;
}
