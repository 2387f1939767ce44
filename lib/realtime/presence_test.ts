import assert from "node:assert/strict";
import fc from "fast-check";
import { MemoryBroker } from "@/lib/broker/memory_broker.ts";
import { FakeClock } from "@/lib/client/testing/fake_clock.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";
import type { Presence } from "@/lib/protocol/messages.ts";
import { PresenceRegistry } from "./presence.ts";
import { FakeStore } from "./testing/fake_store.ts";
import { LossyBroker } from "./testing/lossy_broker.ts";
import { settle } from "./testing/stage.ts";

interface Heard {
  readonly viewer: string;
  readonly person: string;
  readonly status: Presence;
  readonly atMs: number;
}

/** Several registries on one broker, and everything they tell anybody. */
function set(instances = 1) {
  const clock = new FakeClock();
  const store = new FakeStore();
  const broker = new MemoryBroker();
  const links = Array.from({ length: instances }, () => new LossyBroker(broker));
  const heard: Heard[] = [];
  const registries = links.map((link) => {
    const registry = new PresenceRegistry({ broker: link, clock, limits: LIMITS, store });
    registry.onTell((viewers, frame) => {
      const { user_id: person, status } = (frame as Extract<StateFrame, { type: "user_status" }>).content;
      for (const viewer of viewers) heard.push({ viewer, person, status, atMs: clock.now() });
    });
    return registry;
  });
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += 100) {
      clock.tick(Math.min(100, ms - at));
      await settle();
    }
  };
  const [first = assert.fail()] = registries;
  return {
    clock,
    store,
    heard,
    registries,
    links,
    first,
    pass,
    last: (viewer: string, person: string) =>
      heard.findLast((one) => one.viewer === viewer && one.person === person)?.status,
    async [Symbol.asyncDispose]() {
      for (const registry of registries) await registry.close();
    },
  };
}

Deno.test("who may see someone hears of them, who may not hears nothing", async () => {
  await using all = set();
  all.store.sight.add("bob ann");
  for (const id of ["bob", "cy"]) all.first.connected(id, id);
  all.first.connected("ann", "a1");
  await all.pass(1_000);
  assert.equal(all.last("bob", "ann"), "online");
  assert.equal(all.heard.some(({ viewer }) => viewer === "cy"), false);
});

Deno.test("a short absence is not told; a long one is, and when they were last here is kept", async () => {
  await using all = set();
  all.store.sight.add("bob ann");
  all.first.connected("bob", "b1");
  all.first.connected("ann", "a1");
  await all.pass(3_000);
  all.first.disconnected("ann", "a1");
  await all.pass(9_000);
  all.first.connected("ann", "a2");
  await all.pass(5_000);
  assert.deepEqual(all.heard.map(({ status }) => status), ["online"]);
  all.first.disconnected("ann", "a2");
  all.first.disconnected("ann", "a2");
  await all.pass(12_000);
  assert.deepEqual(all.heard.map(({ status }) => status), ["online", "offline"]);
  assert.ok(all.store.lastSeen.has("ann"));
  assert.deepEqual([...await all.first.find(["ann"])], []);
});

Deno.test("away while every page is idle, busy as chosen, invisible as chosen", async () => {
  await using all = set();
  all.store.sight.add("bob ann");
  all.first.connected("bob", "b1");
  for (const lease of ["a1", "a2"]) all.first.connected("ann", lease);
  await all.pass(3_000);
  all.first.setIdle("ann", "a1", true);
  await all.pass(3_000);
  assert.equal(all.last("bob", "ann"), "online");
  all.first.setIdle("ann", "a2", true);
  await all.pass(3_000);
  assert.equal(all.last("bob", "ann"), "away");
  all.store.statuses.set("ann", { status: "busy", statusText: "" });
  all.first.changed("ann");
  await all.pass(3_000);
  assert.equal(all.last("bob", "ann"), "busy");
  all.store.statuses.set("ann", { status: "offline", statusText: "" });
  all.first.changed("ann");
  await all.pass(3_000);
  assert.equal(all.last("bob", "ann"), "offline");
  assert.deepEqual(all.first.listOnline(), ["bob"]);
});

Deno.test("someone invisible comes and goes without a word, and leaves no time behind", async () => {
  await using all = set(2);
  all.store.sight.add("bob ann");
  all.store.statuses.set("ann", { status: "offline", statusText: "" });
  all.first.connected("bob", "b1");
  all.registries[1]?.connected("ann", "a1");
  await all.pass(5_000);
  assert.deepEqual(await all.first.greet("bob"), []);
  all.registries[1]?.disconnected("ann", "a1");
  await all.pass(15_000);
  assert.deepEqual(all.heard, []);
  assert.equal(all.store.lastSeen.has("ann"), false);
});

Deno.test("a newcomer hears who is here of those they may see", async () => {
  await using all = set();
  for (const pair of ["bob ann", "ann bob", "cy bob"]) all.store.sight.add(pair);
  for (const id of ["ann", "cy"]) all.first.connected(id, id);
  await all.pass(1_000);
  const greeting = await all.first.greet("bob");
  assert.deepEqual(greeting.map((frame) => frame.type === "user_status" && frame.content.user_id), ["ann"]);
});

Deno.test("a change of who may see whom is told at once to those it is about", async () => {
  await using all = set();
  for (const id of ["ann", "bob"]) all.first.connected(id, id);
  await all.pass(3_000);
  all.store.sight.add("bob ann");
  all.first.visibilityChanged(["ann", "bob"]);
  await settle();
  assert.equal(all.last("bob", "ann"), "online");
  assert.equal(all.last("ann", "bob"), "offline");
});

Deno.test("one viewer hears of one person at most once in two seconds, however they flap", async () => {
  await using all = set();
  all.store.sight.add("bob ann");
  all.first.connected("bob", "b1");
  all.first.connected("ann", "a1");
  for (let i = 0; i < 200; i++) {
    all.first.setIdle("ann", "a1", i % 2 === 0);
    await all.pass(300 + (i % 3) * 400);
  }
  const times = all.heard.map(({ atMs }) => atMs);
  assert.ok(times.length > 5, "changes are told");
  for (const [at, time] of times.entries()) {
    const before = times[at - 1];
    if (before !== undefined) assert.ok(time - before >= LIMITS.presenceEveryMs, `${time - before} ms`);
  }
});

Deno.test("people of an instance that dies are offline within a minute, those who moved stay online", async () => {
  await using all = set(2);
  for (const person of ["ann", "cy"]) all.store.sight.add(`bob ${person}`);
  const [one, two] = [all.first, all.registries[1] ?? assert.fail()];
  one.connected("bob", "b1");
  for (const id of ["ann", "cy"]) two.connected(id, id);
  await all.pass(3_000);
  assert.deepEqual([all.last("bob", "ann"), all.last("bob", "cy")], ["online", "online"]);
  // A dead instance says nothing, not even good-bye.
  all.links[1]?.cut();
  one.connected("cy", "c2");
  await all.pass(50_000);
  assert.deepEqual([all.last("bob", "ann"), all.last("bob", "cy")], ["offline", "online"]);
  assert.equal(all.heard.some(({ person, status }) => person === "cy" && status === "offline"), false);
});

Deno.test("someone whose last connections on two instances end at the same moment is told offline", async () => {
  await using all = set(2);
  all.store.sight.add("bob ann");
  all.first.connected("bob", "b1");
  for (const registry of all.registries) registry.connected("ann", "a");
  await all.pass(5_000);
  assert.equal(all.last("bob", "ann"), "online");
  for (const registry of all.registries) registry.disconnected("ann", "a");
  await all.pass(15_000);
  assert.equal(all.last("bob", "ann"), "offline");
});

Deno.test("a newcomer is told what the others were told, so that a change taken back leaves nothing wrong with them", async () => {
  await using all = set();
  all.store.sight.add("bob ann");
  all.first.connected("ann", "a1");
  await all.pass(3_000);
  all.first.setIdle("ann", "a1", true);
  all.first.connected("bob", "b1");
  const [greeting] = await all.first.greet("bob");
  all.first.setIdle("ann", "a1", false);
  await all.pass(5_000);
  const greeted = greeting?.type === "user_status" ? greeting.content.status : undefined;
  assert.equal(all.last("bob", "ann") ?? greeted, "online");
});

Deno.test("two who arrive at the same moment on two instances hear of each other", async () => {
  await using all = set(2);
  for (const pair of ["bob ann", "ann bob"]) all.store.sight.add(pair);
  all.first.connected("bob", "b1");
  all.registries[1]?.connected("ann", "a1");
  await all.pass(5_000);
  assert.deepEqual([all.last("bob", "ann"), all.last("ann", "bob")], ["online", "online"]);
});

Deno.test("a change that comes while the one before is being told is told too", async () => {
  await using all = set();
  all.store.sight.add("bob ann");
  for (const id of ["bob", "ann"]) all.first.connected(id, id);
  await all.pass(3_000);
  let go = () => {};
  all.store.pause = new Promise((resolve) => go = resolve);
  all.first.setIdle("ann", "ann", true);
  // Who may see ann is being read, for "away".
  await all.pass(600);
  all.first.setIdle("ann", "ann", false);
  all.store.pause = null;
  go();
  await all.pass(5_000);
  assert.deepEqual(all.heard.map(({ status }) => status), ["online", "away", "online"]);
});

Deno.test("a choice made while the one before is being read is what counts", async () => {
  await using all = set();
  all.store.sight.add("bob ann");
  for (const id of ["bob", "ann"]) all.first.connected(id, id);
  await all.pass(3_000);
  let go = () => {};
  all.store.statuses.set("ann", { status: "busy", statusText: "" });
  all.first.changed("ann");
  all.store.pause = new Promise((resolve) => go = resolve);
  await all.pass(600);
  all.store.statuses.set("ann", { status: "offline", statusText: "" });
  all.first.changed("ann");
  all.store.pause = null;
  go();
  await all.pass(5_000);
  assert.equal(all.last("bob", "ann"), "offline");
});

Deno.test("until it is known what someone chose, nobody is told that they are here", async () => {
  await using all = set();
  for (const pair of ["bob ann", "ann bob"]) all.store.sight.add(pair);
  all.store.statuses.set("ann", { status: "offline", statusText: "" });
  all.first.connected("ann", "a1");
  all.first.connected("bob", "b1");
  assert.deepEqual(await all.first.greet("bob"), []);
  assert.deepEqual(all.first.listOnline(), []);
  await all.pass(3_000);
  assert.deepEqual(all.first.listOnline(), ["bob"]);
  assert.deepEqual(all.heard.filter(({ person }) => person === "ann"), []);
});

Deno.test("storage that is away delays presence and loses none of it", async () => {
  await using all = set();
  all.store.sight.add("bob ann");
  all.first.connected("bob", "b1");
  all.store.isAway = true;
  all.first.connected("ann", "a1");
  await all.pass(5_000);
  assert.deepEqual(all.heard, []);
  all.store.isAway = false;
  await all.pass(5_000);
  assert.equal(all.last("bob", "ann"), "online");
});

type Step =
  | { readonly do: "open" | "close"; readonly instance: 0 | 1; readonly tab: number }
  | { readonly do: "idle"; readonly instance: 0 | 1; readonly tab: number; readonly isIdle: boolean }
  | { readonly do: "wait"; readonly ms: number };

const instance = fc.constantFrom(0 as const, 1 as const);
const tab = fc.integer({ min: 0, max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ do: fc.constantFrom("open" as const, "close" as const), instance, tab }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constant("idle" as const), instance, tab, isIdle: fc.boolean() }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 15_000 }) }), weight: 3 },
);

Deno.test("over random tabs on two instances: online exactly while one is open, away exactly while all are idle", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await using all = set(2);
      all.store.sight.add("bob ann");
      all.first.connected("bob", "b1");
      /** The model: open tabs with their idleness, and when the last one closed. */
      const open = new Map<string, boolean>();
      let emptySince = -Infinity;
      let checked = 0;
      const checkOfflines = () => {
        for (const { status, atMs } of all.heard.slice(checked)) {
          const wasEmpty = open.size === 0 || atMs - emptySince < 1_000;
          if (status === "offline") assert.ok(wasEmpty, "told offline with a tab open");
        }
        checked = all.heard.length;
      };
      for (const one of steps) {
        if (one.do === "wait") await all.pass(one.ms);
        else {
          const lease = `${one.instance}-${one.tab}`;
          const registry = all.registries[one.instance] ?? all.first;
          if (one.do === "open" && !open.has(lease)) {
            if (open.size === 0) emptySince = all.clock.now();
            open.set(lease, false);
            registry.connected("ann", lease);
          } else if (one.do === "close") {
            open.delete(lease);
            registry.disconnected("ann", lease);
          } else if (one.do === "idle" && open.has(lease)) {
            open.set(lease, one.isIdle);
            registry.setIdle("ann", lease, one.isIdle);
          }
        }
        checkOfflines();
      }
      await all.pass(20_000);
      const expected = open.size === 0 ? "offline" : [...open.values()].every((isIdle) => isIdle) ? "away" : "online";
      assert.equal(all.last("bob", "ann") ?? "offline", expected);
      for (const registry of all.registries) {
        assert.equal((await registry.find(["ann"])).get("ann")?.status ?? "offline", expected);
      }
    }),
    { numRuns: 200 },
  );
});
