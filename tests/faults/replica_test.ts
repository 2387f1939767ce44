import assert from "node:assert/strict";
import { migrateUrl } from "@/db/migrate.ts";
import { api, people, type Person, request } from "../support/client.ts";
import { startPostgres } from "../support/postgres.ts";
import { hasPostgres } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { startStandby, tell } from "../support/standby.ts";
import { until } from "../support/wait.ts";

Deno.test({
  name: "history and search are read from a replica, and nobody can tell by anything but the load",
  ignore: !hasPostgres(),
  fn: readsFromReplica,
});

async function readsFromReplica(t: Deno.TestContext): Promise<void> {
  await using primary = await startPostgres({ durable: true });
  const databaseUrl = await primary.database(migrateUrl);
  await using standby = await startStandby(primary);
  const database = new URL(databaseUrl).pathname.slice(1);
  await using server = await startServer({ databaseUrl, env: { DATABASE_REPLICA_URL: standby.url(database) } });
  const [ann, bob, cho] = await people(server, "ann", "bob", "cho") as [Person, Person, Person];
  const made = await api(ann, "POST", "/api/v1/groups", { name: "All", member_ids: [bob.id, cho.id] });
  const group = (made.body.group as { id: string }).id;

  /** What came of the replica so far, by outcome. */
  const reads = async (outcome: string): Promise<number> => {
    const response = await fetch(`${server.url}/metrics`);
    const line = (await response.text()).match(new RegExp(`freshet_replica_reads_total{outcome="${outcome}"} (\\d+)`));
    return Number(line?.[1] ?? 0);
  };
  const say = async (content: string): Promise<string> => {
    const { status, body } = await api(ann, "POST", `/api/v1/messages/group/${group}`, { content });
    assert.equal(status, 201, JSON.stringify(body));
    return ((body.message ?? body) as { id: string }).id;
  };
  const page = (person: Person) => api(person, "GET", `/api/v1/conversations/${group}/messages`);
  const contents = async (person: Person): Promise<string[]> => {
    const { status, body } = await page(person);
    assert.equal(status, 200, JSON.stringify(body));
    return (body.messages as { content?: string; message_type?: string }[])
      .filter(({ message_type }) => message_type === "text").map(({ content = "" }) => content);
  };
  const found = async (person: Person, word: string): Promise<string[]> => {
    const { body } = await api(person, "GET", `/api/v1/messages/search?q=${word}`);
    return (body.hits as { message: { content: string } }[]).map(({ message }) => message.content);
  };
  const caughtUp = () =>
    until(async () => {
      const before = await reads("used");
      await contents(ann);
      return await reads("used") > before;
    }, "the replica is used");

  const first = await say("walnut one");
  await t.step("it answers once it has caught up", async () => {
    await caughtUp();
    assert.deepEqual(await contents(bob), ["walnut one"]);
    await until(async () => {
      const before = await reads("used");
      assert.deepEqual(await found(bob, "walnut"), ["walnut one"]);
      return await reads("used") > before;
    }, "a search is answered by the replica");
  });

  await t.step(
    "while its replay stands still, everybody sees what was written, changed, hidden and recalled",
    async () => {
      const other = await say("walnut two");
      const third = await say("walnut three");
      await caughtUp();
      await tell(standby, "select pg_wal_replay_pause()");
      await until(
        async () => (await tell(standby, "select 1 where pg_get_wal_replay_pause_state() = 'paused'")).length === 1,
        "replay stands still",
      );
      const used = await reads("used");
      const hiding = await api(bob, "DELETE", `/api/v1/messages/${third}?for=me`);
      assert.equal(hiding.status, 200, JSON.stringify(hiding.body));
      assert.deepEqual(await contents(bob), ["walnut one", "walnut two"], "hidden, though no number was taken");
      assert.deepEqual(await contents(cho), ["walnut one", "walnut two", "walnut three"]);
      assert.equal(await reads("used"), used + 1, "who has hidden nothing can still be answered by it");

      assert.equal((await api(ann, "PUT", `/api/v1/messages/${first}`, { content: "walnut 1" })).status, 200);
      assert.equal((await api(ann, "DELETE", `/api/v1/messages/${other}`)).status, 200);
      await say("walnut four");
      assert.deepEqual(await contents(cho), ["walnut 1", "", "walnut three", "walnut four"]);
      assert.deepEqual(await found(cho, "walnut"), ["walnut four", "walnut three", "walnut 1"]);
      assert.equal(await reads("used"), used + 1);
    },
  );

  await t.step("who was removed meanwhile reads nothing, though the replica still has them", async () => {
    assert.equal((await api(ann, "DELETE", `/api/v1/groups/${group}/members/${cho.id}`)).status, 200);
    assert.equal((await page(cho)).status, 404);
    assert.deepEqual(await found(cho, "walnut"), []);
    await tell(standby, "select pg_wal_replay_resume()");
    await caughtUp();
    assert.deepEqual(await contents(bob), ["walnut 1", "", "walnut four"]);
    assert.deepEqual(await found(bob, "walnut"), ["walnut four", "walnut 1"]);
  });

  await t.step("killed, frozen or back, it is never the reason that somebody waits long or sees an error", async () => {
    standby.process.freeze();
    assert.deepEqual(await contents(bob), ["walnut 1", "", "walnut four"]);
    standby.process.thaw();
    await caughtUp();
    await standby.stop("immediate");
    const failed = await reads("failed");
    await until(async () => {
      assert.deepEqual(await contents(bob), ["walnut 1", "", "walnut four"]);
      return await reads("failed") > failed;
    }, "the loss is noticed");
    assert.equal((await request(server, "GET", "/health/ready")).status, 200);
    await standby.start();
    await caughtUp();
  });

  await t.step("once it follows nobody it is asked no more", async () => {
    await tell(standby, "select pg_promote()");
    await say("walnut five");
    await until(async () => {
      assert.equal((await contents(bob)).at(-1), "walnut five");
      return server.output.includes("The replica cannot be used");
    }, "it is given up");
  });
}
