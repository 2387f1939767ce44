import assert from "node:assert/strict";
import { api, connect, people, type Person } from "@/tests/support/client.ts";
import { connect as connectStore } from "@/db/client.ts";
import { type Postgres, startPostgres } from "@/tests/support/postgres.ts";
import { hasPostgres } from "@/tests/support/programs.ts";
import { startServer } from "@/tests/support/server.ts";
import { until } from "@/tests/support/wait.ts";

interface Case {
  readonly name: string;
  outage(postgres: Postgres): Outage;
  /** Whether what is there can be read meanwhile. */
  readonly mayRead: boolean;
}

const CASES: readonly Case[] = [
  { name: "A4 with the database away", outage: (postgres) => postgres, mayRead: false },
  { name: "I5 with a database that takes no writes", outage: readOnly, mayRead: true },
];

for (const one of CASES) {
  Deno.test({
    name:
      `${one.name} sends are refused as retryable, nothing is acknowledged, sockets stay, and it recovers by itself`,
    ignore: !hasPostgres(),
    fn: () => refusesMeanwhile(one),
  });
}

interface Outage {
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** As an administrator or a full disk on the primary does it: every transaction of everybody. */
function readOnly(postgres: Postgres): Outage {
  const turn = async (value: "on" | "off") => {
    const { sql } = connectStore({ url: postgres.url() }, { max: 1, statementMs: 0, lockMs: 0 });
    await sql`set default_transaction_read_only = off`;
    await sql.unsafe(`alter system set default_transaction_read_only = ${value}`);
    await sql`select pg_reload_conf()`;
    await sql.end();
  };
  return { stop: () => turn("on"), start: () => turn("off") };
}

async function refusesMeanwhile({ outage: outageOf, mayRead }: Case): Promise<void> {
  await using postgres = await startPostgres({ durable: true });
  await using server = await startServer({ databaseUrl: await postgres.database(() => Promise.resolve()) });
  const [ann, bob] = await people(server, "ann", "bob") as [Person, Person];
  await using anns = await connect(ann);
  await using bobs = await connect(bob);
  const first = await anns.say({ type: "private", to: bob.id, content: "before" });
  await bobs.next("private");

  const outage = outageOf(postgres);
  await outage.stop();
  anns.send({ type: "private", to: bob.id, content: "meanwhile", client_id: "meanwhile" });
  const refused = await anns.next("error", ({ client_id }) => client_id === "meanwhile");
  assert.equal(refused.code, "unavailable");
  assert.ok(Number(refused.retry_after_ms) > 0);
  await anns.settle();
  anns.expectNone("ack");
  const reading = ["/api/v1/conversations", `/api/v1/messages/private/${ann.id}`, "/api/v1/messages/search?q=before"];
  for (const path of reading) assert.equal((await api(bob, "GET", path)).status, mayRead ? 200 : 503, path);

  await outage.start();
  // The same message again, as a client would, until storage is back.
  const ack = await until(async () => {
    anns.send({ type: "private", to: bob.id, content: "meanwhile", client_id: "meanwhile" });
    const answer = await Promise.race([anns.next("ack"), anns.next("error")]);
    return answer.type === "ack" ? answer : null;
  }, "a message is taken again");
  assert.equal(ack.seq, Number(first.seq) + 1);
  await bobs.next("private", ({ content }) => content === "meanwhile");
  await bobs.settle();
  assert.equal(bobs.frames.filter(({ content }) => content === "meanwhile").length, 1);
  const { body } = await api(bob, "GET", `/api/v1/messages/private/${ann.id}`);
  assert.deepEqual((body.messages as { content: string }[]).map(({ content }) => content), ["meanwhile", "before"]);
}
