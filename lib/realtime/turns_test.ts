import assert from "node:assert/strict";
import { FakeClock } from "@/lib/client/testing/fake_clock.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";
import { Bundle } from "./bundle.ts";
import { Connection } from "./connection.ts";
import { Person } from "./person.ts";
import { Room } from "./room.ts";
import { FakeOutlet } from "./testing/fake_outlet.ts";
import { collectReported } from "./testing/reported.ts";
import { TokenBucket } from "./token_bucket.ts";
import { Turns } from "./turns.ts";

interface Told {
  readonly onSlow?: (connection: Connection) => void;
  readonly onBroken?: (connection: Connection, error: unknown) => void;
}

/** Turns on a clock where handing over a frame takes `frameMs`. */
function set(frameMs: number, told: Told = {}) {
  const clock = new FakeClock();
  let workedMs = 0;
  let next: (() => void)[] = [];
  const turns = new Turns({
    clock,
    nextTurn: (call) => void next.push(call),
    workClock: () => clock.now() + workedMs,
    onSlow: told.onSlow ?? (() => assert.fail("nobody is slow")),
    onBroken: told.onBroken ?? ((_, error) => assert.fail(String(error))),
  });
  class WorkingOutlet extends FakeOutlet {
    override send(text: string): void {
      workedMs += frameMs;
      super.send(text);
    }
  }
  const connect = (userId: string) => {
    const outlet = new WorkingOutlet();
    const actor = { id: userId, username: userId, displayName: userId, isAdmin: false, sessionId: "s" };
    const host = { onPush: (connection: Connection) => turns.addConnection(connection), onClose: () => {} };
    return { outlet, connection: new Connection({ actor, outlet, batching: true, limits: LIMITS, host }) };
  };
  const makeRoom = (id: string, readers: number) => {
    const none = () => {};
    const room = new Room(id, "group", 0, {
      isDirty: (dirty) => turns.addRoom(dirty),
      admit: none,
      dismiss: none,
      isBehind: none,
    });
    const seats = Array.from({ length: readers }, (_, at) => connect(`${id}-${at}`));
    for (const { connection } of seats) {
      const person = new Person(connection.actor.id, new TokenBucket(1, 1, 0));
      person.ready = [connection];
      room.people.add(person);
    }
    return { room, seats, sent: () => seats.at(-1)?.outlet.sent ?? [] };
  };
  /** Lets turns of the event loop pass until nothing more is to be done now. */
  const settle = () => {
    while (next.length > 0) {
      const calls = next;
      next = [];
      for (const call of calls) call();
    }
  };
  const pass = (ms: number) => {
    clock.tick(ms);
    settle();
  };
  return { turns, makeRoom, settle, pass };
}

/** A room that has been heard often enough for its readers' cost to be known. */
function makeBusy({ makeRoom, pass }: ReturnType<typeof set>, id: string) {
  const busy = makeRoom(id, 100);
  for (let i = 0; i < 50; i++) {
    busy.room.say('"before"');
    pass(100);
  }
  for (const { outlet } of busy.seats) outlet.sent.length = 0;
  return busy;
}

Deno.test("while little is going on, each message leaves in the next turn of the event loop", () => {
  const { makeRoom, settle } = set(0.01);
  const { room, sent } = makeRoom("a", 3);
  for (const text of ["1", "2", "3"]) {
    room.say(text);
    settle();
  }
  assert.deepEqual(sent(), ["1", "2", "3"]);
});

Deno.test("a busy room gathers after its turn, and another room's first message does not wait for it", () => {
  const stage = set(0.02);
  const [busy, other] = [makeBusy(stage, "busy"), makeBusy(stage, "other")];
  const quiet = stage.makeRoom("quiet", 2);
  other.room.say("0");
  stage.settle();
  stage.pass(8);
  busy.room.say("1");
  stage.settle();
  assert.deepEqual([other.sent(), busy.sent()], [["0"], ["1"]]);
  stage.pass(8);
  busy.room.say("2");
  busy.room.say("3");
  quiet.room.say("4");
  stage.settle();
  assert.deepEqual(quiet.sent(), ["4"]);
  assert.deepEqual(busy.sent(), ["1"]);
  stage.pass(30);
  assert.deepEqual(busy.sent(), ["1", "[2,3]"]);
});

Deno.test("busy rooms have their turns one after the other", () => {
  const stage = set(0.05);
  const [one, two] = [makeBusy(stage, "one"), makeBusy(stage, "two")];
  one.room.say("1");
  two.room.say("2");
  stage.settle();
  assert.deepEqual([one.sent(), two.sent()], [["1"], []]);
  stage.pass(30);
  assert.deepEqual([one.sent(), two.sent()], [["1"], ["2"]]);
});

Deno.test("what a single connection is told leaves with what its room says, in one frame", () => {
  const stage = set(0.05);
  const busy = makeBusy(stage, "busy");
  busy.room.say("1");
  for (const { connection } of busy.seats) connection.push(new Bundle(['"told"']));
  stage.settle();
  assert.deepEqual(busy.sent(), ['["told",1]']);
  stage.pass(100);
  assert.equal(busy.sent().length, 1);
});

Deno.test("a reader whose outlet cannot even be asked how full it is breaks alone", () => {
  const broken: Connection[] = [];
  const stage = set(0.01, { onBroken: (connection) => broken.push(connection) });
  const { room, seats, sent } = stage.makeRoom("a", 3);
  const [first] = seats;
  assert.ok(first);
  Object.defineProperty(first.outlet, "bufferedAmount", {
    get: () => {
      throw new Error("gone");
    },
  });
  room.say('"typing"', true);
  stage.settle();
  assert.deepEqual(sent(), ['"typing"']);
  stage.pass(100);
  room.say('"later"');
  stage.settle();
  assert.deepEqual(sent(), ['"typing"', '"later"']);
  assert.deepEqual(broken, [first.connection]);
});

Deno.test("what throws when it is told of a broken or a slow reader keeps nobody else's frames back", () => {
  using reported = collectReported();
  const fail = (what: string) => () => {
    throw new Error(what);
  };
  const stage = set(0.01, { onSlow: fail("cannot close"), onBroken: fail("cannot tell") });
  const { room, seats, sent } = stage.makeRoom("a", 3);
  const [broken, slow] = seats;
  assert.ok(broken && slow);
  broken.outlet.send = fail("send");
  slow.outlet.bufferedAmount = LIMITS.outboundBytes;
  slow.connection.push(new Bundle([`"${"x".repeat(LIMITS.outboundBytes)}"`]));
  for (const text of ["1", "2"]) {
    room.say(text);
    stage.settle();
    stage.pass(100);
  }
  assert.deepEqual(sent(), ["1", "2"]);
  assert.deepEqual(new Set(reported.messages), new Set(["cannot tell"]));
});

Deno.test("at a drain everything leaves at once, whoever rests", () => {
  const stage = set(0.05);
  const busy = makeBusy(stage, "busy");
  busy.room.say("1");
  stage.settle();
  busy.room.say("2");
  busy.seats.at(-1)?.connection.push(new Bundle(['"draining"']));
  stage.turns.run();
  assert.deepEqual(busy.sent(), ["1", '["draining",2]']);
});
