import assert from "node:assert/strict";
import { api, type Person, type TestConnection } from "@/tests/support/client.ts";
import { rawSocket } from "@/tests/support/raw_socket.ts";
import { until, within } from "@/tests/support/wait.ts";
import { crowd, makeGroup, openSocketServer, Sockets } from "./support.ts";

const LIMITS = { deadMs: 2_000, presenceGraceMs: 400, presenceGatherMs: 50, presenceEveryMs: 100 };

Deno.test("presence and liveness over sockets", async (t) => {
  const server = await openSocketServer({ limits: LIMITS });
  await using _ = server;
  const [ann, bob, stranger] = await crowd(server, "ann", "bob", "stranger");
  await makeGroup(ann, bob);
  type Status = { readonly user_id: string; readonly status: string; readonly last_seen: string | null };
  const statusesOf = (viewer: TestConnection, { id }: Person) =>
    viewer.frames.filter(({ type }) => type === "user_status").map(({ content }) => content as Status)
      .filter(({ user_id }) => user_id === id);
  /** Waits until the last that this viewer heard of a person is this. */
  const isTold = (viewer: TestConnection, person: Person, status: string) =>
    until(() => statusesOf(viewer, person).at(-1)?.status === status, `${person.username} is shown as ${status}`);

  await t.step("T-06 a chosen status reaches those who share a group, and no stranger", async () => {
    await using sockets = new Sockets();
    const [anns, bobs, strangers] = [
      await sockets.connect(ann, { as: "query" }),
      await sockets.connect(bob, { as: "query" }),
      await sockets.connect(stranger),
    ];
    anns.send({ type: "user_status", content: { user_id: ann.id, status: "busy" } });
    await isTold(bobs, ann, "busy");
    anns.send({ type: "user_status", content: { status: "online" } });
    await isTold(bobs, ann, "online");
    await strangers.settle();
    assert.deepEqual(statusesOf(strangers, ann), []);
    anns.send({ type: "user_status", content: { user_id: bob.id, status: "busy" } });
    await isTold(bobs, ann, "busy");
    anns.send({ type: "user_status", content: { status: "online" } });
    await isTold(bobs, ann, "online");
  });

  await t.step("an idle page is away, a used one online, and someone who has gone offline, with the time", async () => {
    await using sockets = new Sockets();
    const [anns, bobs] = [await sockets.connect(ann), await sockets.connect(bob)];
    anns.send({ type: "user_status", content: { idle: true } });
    await isTold(bobs, ann, "away");
    anns.send({ type: "user_status", content: { idle: false } });
    await isTold(bobs, ann, "online");
    await anns.close();
    await isTold(bobs, ann, "offline");
    assert.equal(typeof statusesOf(bobs, ann).at(-1)?.last_seen, "string");
  });

  await t.step("a newcomer is told who is here", async () => {
    await using sockets = new Sockets();
    const anns = await sockets.connect(ann);
    await anns.settle();
    const bobs = await sockets.connect(bob);
    await isTold(bobs, ann, "online");
  });

  await t.step("someone invisible is offline to others and still gets everything", async () => {
    await using sockets = new Sockets();
    const [anns, bobs] = [await sockets.connect(ann), await sockets.connect(bob)];
    await isTold(bobs, ann, "online");
    anns.send({ type: "user_status", content: { status: "offline" } });
    await isTold(bobs, ann, "offline");
    const { body } = await api(bob, "GET", "/ws/online-users");
    assert.equal((body.online_users as { id: string }[]).some(({ id }) => id === ann.id), false);
    await bobs.say({ type: "private", to: ann.id, content: "I know you are there" });
    await anns.next("private");
    anns.send({ type: "user_status", content: { status: "online" } });
    await isTold(bobs, ann, "online");
  });

  await t.step(
    "whoever writes to somebody for the first time is seen by them from then on, and not the other way",
    async () => {
      await using sockets = new Sockets();
      const [anns, strangers] = [await sockets.connect(ann), await sockets.connect(stranger)];
      await strangers.say({ type: "private", to: ann.id, content: "hello, you do not know me" });
      await isTold(anns, stranger, "online");
      assert.equal(statusesOf(strangers, ann).some(({ status }) => status !== "offline"), false);
      await anns.say({ type: "private", to: stranger.id, content: "now I do" });
      await isTold(strangers, ann, "online");
    },
  );

  await t.step("B13 someone who only reads stays, though silent for longer than the dead are kept", async () => {
    await using sockets = new Sockets();
    const bobs = await sockets.connect(bob);
    await using dead = await rawSocket({ url: server.url, token: ann.token });
    await dead.readJson();
    // The dead answer no ping; by the time they are gone the silent reader has been silent as long.
    await until(() => server.parts.hub.counts().people === 1, "the dead one is gone");
    await until(() => server.parts.hub.counts().connections === 1, "nothing is left of it");
    assert.equal(bobs.frames.length > 0, true);
    await bobs.settle();
  });

  await t.step("A14 a drain tells with a hint, closes with 4001, and lets nobody in", async () => {
    await using sockets = new Sockets();
    const bobs = await sockets.connect(bob);
    await bobs.settle();
    const drained = server.parts.hub.drain();
    assert.ok(Number((await bobs.next("draining")).retry_after_ms) > 0);
    assert.equal((await within(bobs.closed, "the socket to close")).code, 4001);
    await drained;
    const refused = await fetch(`${server.url}/ws?token=${ann.token}`);
    assert.deepEqual([refused.status, (await refused.json()).code], [503, "draining"]);
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
  });
});
