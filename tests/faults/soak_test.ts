import assert from "node:assert/strict";
import { openDatabase } from "@/db/open.ts";
import { say } from "../runner/say.ts";
import { api, connect, people, type Person } from "../support/client.ts";
import { type Server, startServer } from "../support/server.ts";
import { storedFacts } from "../support/stored_facts.ts";
import { Traffic } from "../support/traffic.ts";
import { until } from "../support/wait.ts";

const isNightly = Deno.env.get("FRESHET_TEST_SIZE") === "nightly";
const SOAK_MS = isNightly ? 60 * 60_000 : 6_000;
const WARM_MS = isNightly ? 15 * 60_000 : 1_000;
const SAMPLE_MS = isNightly ? 10_000 : 500;
const MIB = 1024 * 1024;
/** Growth that a long run may show. In a short one the heap has not settled: it is printed only. */
const MOST_MIB_IN_TEN_MINUTES = 1;
/** Connections of the store come and go by a few. */
const SPARE_DESCRIPTORS = 10;

Deno.test("C5 while people write, others come, join, leave and go, and nothing of them stays behind", async () => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const [owner, ...guests] = await people(server, "olga", "gus", "gil", "gem") as [Person, ...Person[]];
  const { body } = await api(owner, "POST", "/api/v1/groups", { name: "Door" });
  const group = (body.group as { id: string }).id;
  const samples: (readonly [atMs: number, mib: number])[] = [];
  let rounds = 0;
  let first = 0;
  const traffic = new Traffic(server);
  await traffic.during(async () => {
    const startedAt = performance.now();
    let sampledAt = 0;
    for (let now = 0; now < SOAK_MS; now = performance.now() - startedAt) {
      await Promise.all(guests.map((guest) => visit(server, owner, guest, group)));
      if (rounds++ === 0) first = descriptors(server);
      if (now < WARM_MS || now - sampledAt < SAMPLE_MS) continue;
      sampledAt = now;
      samples.push([now, residentMib(server)]);
    }
  });
  const growth = slope(samples) * 10 * 60_000;
  say(`${rounds} rounds, ${Math.round(residentMib(server))} MiB at the end, ${growth.toFixed(1)} more in ten minutes`);
  await until(async () => await openSockets(server) === 0, "all sockets are gone");
  await until(() => descriptors(server) <= first + SPARE_DESCRIPTORS, "as many descriptors are open as at first");
  if (isNightly) assert.ok(growth <= MOST_MIB_IN_TEN_MINUTES, `${growth.toFixed(1)} MiB in ten minutes`);
  assert.equal(await server.drain(), 0);
  const db = await openDatabase({ databaseUrl: null, dataDir: server.dataFolder });
  const facts = await storedFacts(db);
  traffic.judge(facts.filter((fact) => fact.conversation !== group));
  await db.close();
});

/** Somebody looks at a page, is let in, says a word over a socket of their own, and is gone. */
async function visit(server: Server, owner: Person, guest: Person, group: string): Promise<void> {
  const page = await fetch(`${server.url}/login`);
  await page.body?.cancel();
  assert.equal(page.status, 200);
  await using socket = await connect(guest);
  assert.equal((await api(owner, "POST", `/api/v1/groups/${group}/members`, { user_id: guest.id })).status, 200);
  await socket.next("group_member_added", (frame) => userOf(frame) === guest.id);
  await socket.say({ type: "group", group_id: group, content: "hello" });
  assert.equal((await api(owner, "DELETE", `/api/v1/groups/${group}/members/${guest.id}`)).status, 200);
}

const userOf = (frame: Record<string, unknown>) => (frame.content as { user_id?: string }).user_id;

async function openSockets(server: Server): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^chat_websocket_connections_total (\d+)$/m.exec(text)?.[1] ?? -1);
}

/** Open sockets, pipes and files, but for the store's: it keeps each table's and each index's open once it was used. */
function descriptors(server: Server): number {
  const folder = `/proc/${server.process.pid}/fd`;
  return [...Deno.readDirSync(folder)].filter(({ name }) =>
    !targetOf(`${folder}/${name}`).startsWith(server.dataFolder)
  )
    .length;
}

function targetOf(descriptor: string): string {
  try {
    return Deno.readLinkSync(descriptor);
  } catch {
    // Closed meanwhile.
    return "";
  }
}

function residentMib(server: Server): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${server.process.pid}/status`))?.[1];
  return Number(kib) * 1024 / MIB;
}

/** Of the straight line that fits best, by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - middleX) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - middleX) * (y - middleY), 0) / spread;
}
