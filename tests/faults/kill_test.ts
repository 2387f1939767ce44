import assert from "node:assert/strict";
import { migrateUrl } from "@/db/migrate.ts";
import { openDatabase } from "@/db/open.ts";
import { api, people, type Person } from "../support/client.ts";
import { HeadlessClient } from "../support/headless.ts";
import { checkHistory, type HistoryEntry } from "../support/history.ts";
import { startPostgres } from "../support/postgres.ts";
import { type Server, startServer } from "../support/server.ts";
import { storedFacts } from "../support/stored_facts.ts";
import { say } from "../runner/say.ts";
import { pause, until } from "../support/wait.ts";

const isNightly = Deno.env.get("FRESHET_TEST_SIZE") === "nightly";

Deno.test("killed ten times in traffic, the embedded store has every acknowledged message once, in dense numbers", async () => {
  await using server = await startServer();
  await crashInTraffic(server, isNightly ? 40 : 10);
  assert.equal(await server.drain(), 0);
  const db = await openDatabase({ databaseUrl: null, dataDir: server.dataFolder });
  try {
    judge(await storedFacts(db));
  } finally {
    await db.close();
  }
});

Deno.test("killed in traffic on PostgreSQL, every acknowledged message is there once, in dense numbers", async () => {
  await using postgres = await startPostgres({ durable: true });
  const databaseUrl = await postgres.database(migrateUrl);
  await using server = await startServer({ databaseUrl });
  await crashInTraffic(server, isNightly ? 20 : 3);
  const db = await openDatabase({ databaseUrl, dataDir: "" });
  try {
    judge(await storedFacts(db));
  } finally {
    await db.close();
  }
});

let history: HistoryEntry[] = [];

/** Four people write into a group and to each other while the server is killed and started again and again. */
async function crashInTraffic(server: Server, kills: number): Promise<void> {
  history = [];
  const everyone = await people(server, "ann", "bob", "cho", "dan");
  const conversations = await lay(everyone);
  const clients = await Promise.all(
    everyone.map((person) => HeadlessClient.open(person, person.username, server.url, history)),
  );
  try {
    let writing = true;
    const writers = clients.map(async (client, who) => {
      for (let n = 0; writing; n++) {
        const mine = conversations.filter(({ members }) => members.includes(everyone[who]?.id ?? ""));
        const conversation = mine[n % mine.length];
        if (conversation && client.unsent < 20) await client.say(conversation.id, `${who} says ${n}`);
        await pause(20);
      }
    });
    const seed = Date.now() % 100_000;
    say(`seed ${seed}`);
    for (let kill = 0; kill < kills; kill++) {
      const acked = count("ack");
      await until(() => count("ack") >= acked + 5 + (seed * (kill + 1)) % 30, "traffic flows", 60_000);
      await server.crash();
      // As a browser does when the network is back; else the test waits for the back-off of all.
      for (const client of clients) client.chat.connection.wake();
    }
    writing = false;
    await Promise.all(writers);
    await until(() => clients.every((client) => client.unsent === 0), "everything written is acknowledged", 120_000);
    await until(() => everybodyHas(server, everyone, conversations), "everybody has everything", 120_000);
  } finally {
    for (const client of clients) await client[Symbol.asyncDispose]();
  }
}

interface Laid {
  readonly id: string;
  readonly members: readonly string[];
}

/** One group of all four, and a direct chat between the first two. */
async function lay(everyone: readonly Person[]): Promise<Laid[]> {
  const [ann, bob] = everyone;
  assert.ok(ann && bob);
  const made = await api(ann, "POST", "/api/v1/groups", { name: "Everybody" });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const group = (made.body.group as { id: string }).id;
  for (const person of everyone.slice(1)) {
    const added = await api(ann, "POST", `/api/v1/groups/${group}/members`, { user_id: person.id });
    assert.equal(added.status, 200, JSON.stringify(added.body));
  }
  const sent = await api(ann, "POST", `/api/v1/messages/private/${bob.id}`, { content: "hello" });
  assert.equal(sent.status, 201, JSON.stringify(sent.body));
  const list = await api(ann, "GET", "/api/v1/conversations");
  const direct = (list.body.conversations as { id: string; kind: string }[]).find(({ kind }) => kind === "direct");
  assert.ok(direct);
  history.push(...helloOf(direct.id, ann.id, sent.body));
  return [{ id: group, members: everyone.map(({ id }) => id) }, { id: direct.id, members: [ann.id, bob.id] }];
}

/** The message that opens the direct chat is sent before anybody listens. */
function helloOf(conversation: string, author: string, body: Record<string, unknown>): HistoryEntry[] {
  const { client_id } = (body.message ?? body) as { client_id: string };
  return [{ t: 0, who: "ann", op: "send", conversation, author, clientId: client_id, content: "hello" }];
}

async function everybodyHas(server: Server, everyone: readonly Person[], conversations: readonly Laid[]) {
  for (const person of everyone) {
    const { body } = await api(person, "GET", "/api/v1/conversations");
    const heads = new Map(
      (body.conversations as { id: string; last_seq: number }[]).map((row) => [row.id, row.last_seq]),
    );
    for (const { id, members } of conversations) {
      if (members.includes(person.id) && shownTo(person.username, id) !== heads.get(id)) return false;
    }
  }
  return server.process.isRunning;
}

function shownTo(who: string, conversation: string): number {
  let last = 0;
  for (const entry of history) {
    if (entry.who !== who || entry.conversation !== conversation) continue;
    if (entry.op === "deliver" || entry.op === "join") last = Math.max(last, entry.seq);
  }
  return last;
}

const count = (op: HistoryEntry["op"]): number => history.filter((entry) => entry.op === op).length;

function judge(stored: Parameters<typeof checkHistory>[1]): void {
  const violations = checkHistory(history, stored);
  assert.ok(count("ack") > 30, `only ${count("ack")} messages were acknowledged`);
  assert.deepEqual(violations.slice(0, 10), [], `${violations.length} violations`);
}
