import assert from "node:assert/strict";
import { FakeClock } from "@/lib/client/testing/fake_clock.ts";
import { MemoryBroker } from "./memory_broker.ts";
import { Instances } from "./instances.ts";

const turn = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("instances know each other at once, forget who says good-bye, and whoever is silent within half a minute", async () => {
  const [broker, clock] = [new MemoryBroker(), new FakeClock()];
  const open = (name: string, connections = 0) =>
    new Instances({
      broker,
      clock,
      report: () => ({ name, version: "v", startedAtMs: 0, connections, people: 0, messagesPerMinute: 0 }),
    });
  const names = (instances: Instances) => instances.list().map(({ name, isSelf }) => isSelf ? `*${name}` : name);

  const b = open("b");
  await turn();
  assert.deepEqual(names(b), ["*b"], "alone: itself");
  const [a, c] = [open("a", 3), open("c")];
  await turn();
  for (const [one, all] of [[a, ["*a", "b", "c"]], [b, ["*b", "a", "c"]], [c, ["*c", "a", "b"]]] as const) {
    assert.deepEqual(names(one), all);
  }
  assert.equal(b.list().find(({ name }) => name === "a")?.connections, 3);

  await c.close();
  await turn();
  assert.deepEqual(names(b), ["*b", "a"]);
  broker.publish("instances", "somebody\nnonsense");
  clock.tick(25_000);
  await turn();
  assert.deepEqual(names(b), ["*b", "a"], "it still reports");
  await a.close();
  broker.publish("instances", `dead\n${JSON.stringify({ kind: "report", report: { name: "dead" } })}`);
  await turn();
  assert.deepEqual(names(b), ["*b", "dead"]);
  clock.tick(31_000);
  assert.deepEqual(names(b), ["*b"]);
  await b.close();
});
