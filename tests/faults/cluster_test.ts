import assert from "node:assert/strict";
import { migrateUrl } from "@/db/migrate.ts";
import { openDatabase } from "@/db/open.ts";
import { api, connect, login, people, type Person, request } from "../support/client.ts";
import { HeadlessClient } from "../support/headless.ts";
import { checkHistory, type HistoryEntry } from "../support/history.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { startRedis } from "../support/redis.ts";
import { startServer } from "../support/server.ts";
import { storedFacts } from "../support/stored_facts.ts";
import { until, within } from "../support/wait.ts";

Deno.test("two instances over PostgreSQL and Redis are one chat", async (t) => {
  await using database = await postgresDatabase(migrateUrl);
  await using redis = await startRedis();
  const start = (name: string) => startServer({ name, databaseUrl: database.url, redisUrl: redis.url });
  await using one = await start("one");
  await using two = await start("two");
  const [ann, bob, cho] = await people(one, "ann", "bob", "cho") as [Person, Person, Person];
  const group = await makeGroup(ann, bob);

  await t.step("a message sent to one reaches members on the other, and nobody else", async () => {
    await using here = await connect(ann, { url: one.url });
    await using there = await connect(bob, { url: two.url });
    await using outsider = await connect(cho, { url: two.url });
    const ack = await here.say({ type: "group", group_id: group, content: "across" });
    const frame = await there.next("group");
    assert.deepEqual([frame.content, frame.seq, frame.id], ["across", ack.seq, ack.id]);
    await outsider.settle();
    assert.ok(!JSON.stringify(outsider.frames).includes("across"));
  });

  await t.step("who comes and goes on one instance is seen on the other", async () => {
    await using there = await connect(bob, { url: two.url });
    await using _here = await connect(ann, { url: one.url });
    const seen = await there.next("user_status", ({ content }) => userOf(content) === ann.id);
    assert.equal((seen.content as { status: string }).status, "online");
    await until(async () => {
      const { body } = await request({ url: two.url }, "GET", "/ws/online-users", { token: bob.token });
      return (body.online_users as { id: string }[]).some(({ id }) => id === ann.id);
    }, "the other instance lists her");
  });

  await t.step("a sign-in ended on one instance ends its socket on the other", async () => {
    const phone = await login(one, ann);
    const lost = await connect(phone, { url: two.url });
    assert.equal((await api(phone, "POST", "/api/v1/auth/logout")).status, 200);
    assert.equal((await within(lost.closed, "the close")).code, 4501);
  });

  await t.step("a member removed on one instance hears nothing more on the other", async () => {
    await using there = await connect(cho, { url: two.url });
    assert.equal((await api(ann, "POST", `/api/v1/groups/${group}/members`, { user_id: cho.id })).status, 200);
    await there.next("group_member_added");
    assert.equal((await api(ann, "POST", `/api/v1/messages/group/${group}`, { content: "with cho" })).status, 201);
    assert.equal((await there.next("group")).content, "with cho");
    assert.equal((await api(ann, "DELETE", `/api/v1/groups/${group}/members/${cho.id}`)).status, 200);
    await there.next("conversation_removed");
    assert.equal((await api(ann, "POST", `/api/v1/messages/group/${group}`, { content: "without cho" })).status, 201);
    await there.settle();
    there.expectNone("group");
  });

  await t.step("wrong passwords are counted over both instances together", async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) {
      const { url } = n % 2 === 0 ? one : two;
      const body = { email: bob.email, password: "not his password" };
      statuses.push((await request({ url }, "POST", "/api/v1/auth/login", { body })).status);
    }
    assert.equal(statuses.filter((status) => status === 401).length, 10, statuses.join(" "));
    assert.deepEqual(statuses.slice(-2), [429, 429]);
  });

  const outages: readonly [string, () => Promise<void>, () => Promise<void>][] = [
    ["killing Redis", () => redis.kill(), () => redis.start()],
    ["freezing Redis", () => Promise.resolve(redis.process.freeze()), () => Promise.resolve(redis.process.thaw())],
  ];
  for (const [what, away, back] of outages) {
    await t.step(`${what} in traffic loses nothing: everybody has everything soon after it is back`, async () => {
      const history: HistoryEntry[] = [];
      await using here = await HeadlessClient.open(ann, "ann", one.url, history);
      await using there = await HeadlessClient.open(bob, "bob", two.url, history);
      const acked = () => history.filter(({ op }) => op === "ack").length;
      const say = async (text: string) => {
        await here.say(group, `ann: ${text}`);
        await there.say(group, `bob: ${text}`);
      };
      await say("before");
      await until(() => acked() === 2, "both are acknowledged");
      await away();
      for (let n = 0; n < 5; n++) await say(`without Redis ${n}`);
      await until(() => acked() === 12, "messages are acknowledged without Redis", 60_000);
      await back();
      await say("after");
      await until(() => acked() === 14, "all are acknowledged", 60_000);
      await judge(history, ["ann", "bob"]);
    });
  }

  /** Waits until all were shown the group's last message, and compares what they saw with what is stored. */
  async function judge(history: HistoryEntry[], readers: readonly string[]): Promise<void> {
    const db = await openDatabase({ databaseUrl: database.url, dataDir: "" });
    try {
      const stored = (await storedFacts(db)).filter(({ conversation }) => conversation === group);
      const head = Math.max(...stored.map(({ seq }) => seq));
      const has = (who: string) => history.some((e) => e.op === "deliver" && e.who === who && e.seq === head);
      await until(() => readers.every(has), "all were shown the last message", 90_000);
      // What was there before anybody listened was not sent in this history.
      const from = Math.min(
        ...history.flatMap((entry) => entry.op === "join" && entry.conversation === group ? entry.seq : []),
      );
      const sent = stored.map((fact) => fact.seq > from ? fact : { conversation: group, seq: fact.seq, id: fact.id });
      const mine = history.filter(({ conversation }) => conversation === group);
      assert.deepEqual(checkHistory(mine, sent).slice(0, 5), []);
    } finally {
      await db.close();
    }
  }
});

async function makeGroup(owner: Person, member: Person): Promise<string> {
  const made = await api(owner, "POST", "/api/v1/groups", { name: "Both", member_ids: [member.id] });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return (made.body.group as { id: string }).id;
}

const userOf = (content: unknown): unknown => (content as { user_id?: unknown } | null)?.user_id;
