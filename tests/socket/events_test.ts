import assert from "node:assert/strict";
import { api, type Person, request } from "@/tests/support/client.ts";
import { withinProcess } from "@/tests/support/elsewhere.ts";
import { until, within } from "@/tests/support/wait.ts";
import { crowd, makeGroup, openSocketServer } from "./support.ts";

type Frame = Record<string, unknown> & { readonly type: string };

/** Reads a stream of server-sent events as a browser would. */
class EventReader implements AsyncDisposable {
  readonly frames: Frame[] = [];
  readonly names: string[] = [];
  lastId = "";
  readonly ended: Promise<void>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  private constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
    this.ended = this.#read().catch(() => {});
  }

  static async open(person: Person, query = "", headers: Record<string, string> = {}): Promise<EventReader> {
    const response = await fetch(`${person.target.url}/api/v1/events${query}`, {
      headers: { authorization: `Bearer ${person.token}`, ...headers },
    });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    return new EventReader(response.body ?? assert.fail());
  }

  async next(type: string, where: (frame: Frame) => boolean = () => true): Promise<Frame> {
    return await until(() => this.frames.find((frame) => frame.type === type && where(frame)), `a ${type} frame`);
  }

  async #read(): Promise<void> {
    let text = "";
    const decoder = new TextDecoder();
    for (let chunk = await this.#reader.read(); !chunk.done; chunk = await this.#reader.read()) {
      const events = (text + decoder.decode(chunk.value, { stream: true })).split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) this.#take(event.split("\n"));
    }
  }

  #take(lines: readonly string[]): void {
    for (const line of lines) {
      if (line.startsWith("id: ")) this.lastId = line.slice(4);
      if (line.startsWith("event: ")) this.names.push(line.slice(7));
      if (line.startsWith("data: ") && !lines.some((other) => other.startsWith("event: "))) {
        const value = JSON.parse(line.slice(6));
        this.frames.push(...Array.isArray(value) ? value : [value]);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel();
    await this.ended;
  }
}

Deno.test("live frames without sockets", async (t) => {
  await using server = await openSocketServer();
  const [ann, bob] = await crowd(server, "ann", "bob");
  const groupId = await makeGroup(ann, bob);
  const say = async (content: string) =>
    Number((await api(ann, "POST", `/api/v1/messages/group/${groupId}`, { content })).body.seq);
  const poll = async (wait: number, cursors: Record<string, number> = {}) => {
    const { status, body } = await api(bob, "POST", `/api/v1/events?wait=${wait}`, { cursors });
    assert.equal(status, 200);
    return body.frames as Frame[];
  };
  /** Waits until so many are open; elsewhere nobody can tell. */
  const areOpen = async (count: number) => {
    if (server.isElsewhere) return;
    await until(() => server.parts.hub.counts().connections === count, `${count} are open`);
  };

  await t.step("a stream begins with the welcome, brings what was missed, then what happens", async () => {
    const start = await say("first");
    await say("missed");
    await using bobs = await EventReader.open(bob, `?cursors=${groupId}:${start}`);
    await bobs.next("resumed");
    assert.deepEqual(bobs.frames.map(({ type }) => type).slice(0, 3), ["system", "group", "resumed"]);
    await say("live");
    await bobs.next("group", ({ content }) => content === "live");
  });

  await t.step("a stream that broke goes on from its last event", async () => {
    const first = await EventReader.open(bob);
    await first.next("resumed");
    const seq = await say("seen");
    await first.next("group", (frame) => frame.seq === seq);
    await first[Symbol.asyncDispose]();
    await say("missed 1");
    await say("missed 2");
    await using second = await EventReader.open(bob, "", { "last-event-id": first.lastId });
    await second.next("resumed");
    assert.deepEqual(second.frames.filter(({ type }) => type === "group").map(({ seq }) => seq), [seq + 1, seq + 2]);
  });

  await t.step(
    "a poll that does not wait brings the welcome, what was missed, and where everything stands",
    async () => {
      const start = await say("a");
      await say("b");
      const frames = await poll(0, { [groupId]: start });
      assert.deepEqual(frames.map(({ type }) => type).filter((type) => type !== "user_status"), [
        "system",
        "group",
        "resumed",
      ]);
      assert.deepEqual((frames.at(-1)?.heads as Record<string, number>)[groupId], start + 1);
    },
  );

  await t.step("a poll waits for news, and with none says where everything stands", async () => {
    const start = await say("before");
    const pollOn = async (): Promise<Frame[]> => {
      const frames = await poll(20, { [groupId]: start });
      // Presence is news too.
      return frames.some(({ type }) => type === "group") ? frames : await pollOn();
    };
    const waiting = pollOn();
    await areOpen(1);
    await say("news");
    const frames = await waiting;
    assert.deepEqual(frames.filter(({ type }) => type === "group").map(({ content }) => content), ["news"]);
    assert.equal(frames.some(({ type }) => type === "system"), false);
    const pollQuietly = async (): Promise<Frame[]> => {
      const frames = await poll(0.3, { [groupId]: start + 1 });
      return frames.some(({ type }) => type === "user_status") ? await pollQuietly() : frames;
    };
    assert.deepEqual((await pollQuietly()).map(({ type }) => type), ["resumed"]);
    const behind = await poll(20, { [groupId]: start });
    assert.deepEqual(
      behind.filter(({ type }) => type === "group").length,
      1,
      "what is there already is not waited for",
    );
  });

  await t.step("who polls on misses nothing of what is said between and during polls", async () => {
    const start = await say("begin");
    const heard: number[] = [];
    let cursor = start;
    const polling = (async () => {
      while (cursor < start + 30) {
        for (const frame of await poll(5, { [groupId]: cursor })) {
          if (frame.type !== "group" || Number(frame.seq) <= cursor) continue;
          assert.equal(frame.seq, ++cursor);
          heard.push(cursor);
        }
      }
    })();
    for (let i = 0; i < 30; i++) await say(`s${i}`);
    await within(polling, "the poller to have all");
    assert.equal(heard.length, 30);
  });

  await t.step(withinProcess(server, "a poller that has gone, and a stream that has, leave nothing", async () => {
    await areOpen(0);
    const stop = new AbortController();
    const waiting = fetch(`${server.url}/api/v1/events?wait=25`, {
      method: "POST",
      body: "{}",
      headers: { authorization: `Bearer ${bob.token}`, "content-type": "application/json" },
      signal: stop.signal,
    });
    await areOpen(1);
    stop.abort();
    await assert.rejects(waiting);
    await areOpen(0);
    const stream = await EventReader.open(bob);
    await stream.next("system");
    await stream[Symbol.asyncDispose]();
    await areOpen(0);
  }));

  await t.step("nobody without a sign-in and no strange cursors", async () => {
    const target = { url: server.url };
    for (const method of ["GET", "POST"]) assert.equal((await request(target, method, "/api/v1/events")).status, 401);
    for (const cursors of ["x", `${groupId}:-1`, `${groupId}`, `${groupId}:1:2,`]) {
      const { status } = await api(bob, "GET", `/api/v1/events?cursors=${cursors}`);
      assert.equal(status, 400, cursors);
    }
    assert.equal((await api(bob, "POST", "/api/v1/events?wait=x", {})).status, 400);
    assert.equal((await api(bob, "POST", "/api/v1/events", { cursors: { x: 1 } })).status, 400);
  });

  await t.step(withinProcess(server, "seventeen are too many here too", async () => {
    const open = await Promise.all(Array.from({ length: 16 }, () => EventReader.open(bob)));
    const { status, body } = await api(bob, "POST", "/api/v1/events?wait=0", {});
    assert.deepEqual([status, body.code], [429, "too_many_sockets"]);
    for (const stream of open) await stream[Symbol.asyncDispose]();
    await areOpen(0);
  }));

  await t.step("signing out ends streams and polls at once, and says why", async () => {
    const { body } = await api(bob, "POST", "/api/v1/auth/login", { email: bob.email, password: bob.password });
    const second = { ...bob, token: String(body.token) };
    await using stream = await EventReader.open(second);
    await stream.next("resumed");
    const waiting = api(second, "POST", "/api/v1/events?wait=20", {});
    await areOpen(2);
    await api(second, "POST", "/api/v1/auth/logout");
    assert.equal((await waiting).status, 401);
    await within(stream.ended, "the stream to end");
    assert.deepEqual(stream.names, ["close"]);
  });
});
