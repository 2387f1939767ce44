import assert from "node:assert/strict";
import { Connection, type Probe } from "./connection.ts";
import { FakeClock } from "./testing/fake_clock.ts";
import { FakeNetwork } from "./testing/fake_link.ts";

function setUp() {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const outside = { probe: "unreachable" as Probe, cursors: new Map([["c1", 5]]), heard: [] as string[] };
  const happened: string[] = [];
  const connection = new Connection({
    clock,
    random: () => 0.5,
    openSocket: network.opens("socket"),
    openFallback: network.opens("requests"),
    probe: () => Promise.resolve(outside.probe),
    cursors: () => outside.cursors,
    onFrames: (frames) => outside.heard.push(...frames.map((frame) => frame.type)),
    onLive: (kind) => happened.push(`live ${kind}`),
    onDown: () => happened.push("down"),
  });
  return { clock, network, connection, outside, happened };
}

/** Moves time until another link is opened; answers how long it took. */
function untilOpened({ clock, network }: Pick<ReturnType<typeof setUp>, "clock" | "network">): number {
  const [before, startedAt] = [network.links.length, clock.now()];
  while (network.links.length === before) {
    clock.tick(50);
    assert.ok(clock.now() - startedAt < 600_000, "nothing was opened");
  }
  return clock.now() - startedAt;
}

/** Lets the answers of probes arrive. */
const settle = async () => {
  for (let turns = 0; turns < 5; turns++) await Promise.resolve();
};

Deno.test("once welcomed it resumes from the cursors, and is live", () => {
  const { network, connection, happened } = setUp();
  connection.start();
  assert.equal(connection.state.value, "connecting");
  assert.equal(connection.send({ type: "ping" }), false);
  network.last.welcome();
  assert.deepEqual(network.last.sent, [{ type: "resume", cursors: { c1: 5 } }]);
  assert.deepEqual([connection.state.value, happened], ["live", ["live socket"]]);
});

Deno.test("more cursors than one frame may hold go in several", () => {
  const { network, connection, outside } = setUp();
  outside.cursors = new Map(Array.from({ length: 2_100 }, (_, index) => [`c${index}`, index]));
  connection.start();
  network.last.welcome();
  const sizes = network.last.sent.map((frame) => Object.keys(frame.cursors as object).length);
  assert.deepEqual(sizes, [1_000, 1_000, 100]);
});

Deno.test("a lost link is opened again, later each time until it holds", async () => {
  const { clock, network, connection, happened } = setUp();
  connection.start();
  network.last.welcome();
  network.last.end(1006);
  assert.deepEqual([connection.state.value, happened.at(-1)], ["connecting", "down"]);
  const waits: number[] = [];
  for (let attempt = 0; attempt < 6; attempt++) {
    waits.push(untilOpened({ clock, network }));
    network.last.end(1006);
    await settle();
    assert.equal(connection.state.value, "offline");
  }
  assert.ok(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0)), waits.join());
  assert.ok((waits.at(-1) ?? 0) <= 15_000 / 2 + 50);
  untilOpened({ clock, network });
  network.last.welcome();
  assert.equal(connection.state.value, "live");
});

Deno.test("a draining server is left alone for as long as it asks, and a little longer by chance", () => {
  const { clock, network, connection } = setUp();
  connection.start();
  network.last.welcome();
  network.last.receive({ type: "draining", retry_after_ms: 2_000 });
  network.last.end(4001);
  clock.tick(2_999);
  assert.equal(network.links.length, 1);
  clock.tick(1);
  assert.equal(network.links.length, 2);
});

Deno.test("codes of the 45 family end it, each with its reason; it never comes back by itself", () => {
  for (const [code, reason] of [[4501, "signed_out"], [4502, "deactivated"], [4503, "abuse"]] as const) {
    const { clock, network, connection } = setUp();
    connection.start();
    network.last.welcome();
    network.last.end(code);
    clock.tick(600_000);
    connection.wake();
    assert.deepEqual([connection.state.value, connection.stopReason.value, network.links.length], [
      "stopped",
      reason,
      1,
    ]);
  }
});

Deno.test("a socket refused because nobody is signed in ends it too; a server that is down does not", async () => {
  const { clock, network, connection, outside } = setUp();
  connection.start();
  network.last.end(1006);
  await settle();
  assert.equal(connection.state.value, "connecting");
  untilOpened({ clock, network });
  outside.probe = "signed_out";
  network.last.end(1006);
  await settle();
  assert.deepEqual([connection.state.value, connection.stopReason.value], ["stopped", "signed_out"]);
});

Deno.test("a silent server is called slow, then given up; any frame shows that it lives", () => {
  const { clock, network, connection } = setUp();
  connection.start();
  network.last.welcome();
  clock.tick(20_000);
  assert.deepEqual(network.last.types, ["resume", "ping"]);
  clock.tick(5_000);
  assert.equal(connection.state.value, "slow");
  network.last.receive({ type: "pong", server_time: "" });
  assert.equal(connection.state.value, "live");
  clock.tick(15_000);
  assert.equal(network.last.types.filter((type) => type === "ping").length, 2);
  clock.tick(20_000);
  assert.equal(network.links[0]?.isOpen, false);
});

Deno.test("woken, it does not wait its time out, and does not trust a link that does not answer", () => {
  const { clock, network, connection } = setUp();
  connection.start();
  network.last.welcome();
  network.last.end(1006);
  connection.wake();
  assert.equal(network.links.length, 2);
  network.last.welcome();
  connection.wake();
  assert.equal(network.last.types.at(-1), "ping");
  clock.tick(4_000);
  assert.equal(network.links[1]?.isOpen, false);
});

Deno.test("where sockets fail and requests do not, requests serve, until a socket is welcomed again", async () => {
  const { clock, network, connection, outside, happened } = setUp();
  outside.probe = "ok";
  connection.start();
  for (let failures = 0; failures < 3; failures++) {
    assert.equal(network.last.kind, "socket");
    network.last.end(1006);
    await settle();
    untilOpened({ clock, network });
  }
  assert.equal(network.last.kind, "requests");
  const requests = network.last;
  requests.welcome();
  assert.deepEqual([connection.kind, happened], ["requests", ["live requests"]]);

  untilOpened({ clock, network });
  assert.equal(network.last.kind, "socket");
  network.last.end(1006);
  assert.equal(connection.kind, "requests");
  untilOpened({ clock, network });
  network.last.welcome();
  assert.deepEqual([connection.kind, requests.isOpen], ["socket", false]);
  assert.equal(connection.state.value, "live");
});

Deno.test("a socket that is welcomed just after the requests have failed is the only link from then on", async () => {
  const { clock, network, connection, outside } = setUp();
  outside.probe = "ok";
  connection.start();
  for (let failures = 0; failures < 3; failures++) {
    network.last.end(1006);
    await settle();
    untilOpened({ clock, network });
  }
  const requests = network.last;
  requests.welcome();
  untilOpened({ clock, network });
  const socket = network.last;
  requests.end(1006);
  socket.welcome();
  assert.deepEqual([connection.kind, connection.state.value], ["socket", "live"]);
  const opened = network.links.length;
  for (let at = 0; at < 60; at++) {
    clock.tick(1_000);
    socket.receive({ type: "pong", server_time: "" });
  }
  assert.equal(network.links.length, opened);
  assert.deepEqual([connection.kind, socket.isOpen], ["socket", true]);
});

Deno.test("stopped, it leaves nothing behind", () => {
  const { clock, network, connection } = setUp();
  connection.start();
  network.last.welcome();
  connection.stop();
  assert.deepEqual([network.last.isOpen, clock.pending], [false, 0]);
});
