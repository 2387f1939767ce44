import assert from "node:assert/strict";
import { startProxy } from "./proxy.ts";
import { until } from "./wait.ts";

/** A server that sends every byte back, and the proxy before it. */
function bench() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const connection of listener) {
      connection.readable.pipeTo(connection.writable).catch(() => {});
    }
  })();
  const proxy = startProxy({ port: listener.addr.port });
  return {
    proxy,
    dial: () => Deno.connect({ hostname: "127.0.0.1", port: proxy.port }),
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      listener.close();
      await serving;
    },
  };
}

const text = (value: string) => new TextEncoder().encode(value);

/** What comes until there is this much or the connection ends. */
async function read(connection: Deno.Conn, bytes: number): Promise<string> {
  let all = "";
  while (all.length < bytes) {
    const chunk = new Uint8Array(bytes - all.length);
    const count = await connection.read(chunk).catch(() => null);
    if (count === null) break;
    all += new TextDecoder().decode(chunk.subarray(0, count));
  }
  return all;
}

Deno.test("bytes go through and come back", async () => {
  await using line = bench();
  using connection = await line.dial();
  await connection.write(text("hello"));
  assert.equal(await read(connection, 5), "hello");
  assert.deepEqual(line.proxy.passed, { up: 5, down: 5 });
});

Deno.test("a cut ends what is open; who comes after it is served", async () => {
  await using line = bench();
  using before = await line.dial();
  await before.write(text("a"));
  await read(before, 1);
  line.proxy.cut();
  assert.equal(await read(before, 1), "");

  using after = await line.dial();
  await after.write(text("b"));
  assert.equal(await read(after, 1), "b");
});

Deno.test("a connection can be cut in the middle of an answer", async () => {
  await using line = bench();
  line.proxy.cutAfter("down", 3);
  using connection = await line.dial();
  await connection.write(text("hello"));
  assert.equal(await read(connection, 5), "hel");
});

Deno.test("one direction can be swallowed while the other goes on", async () => {
  await using line = bench();
  using connection = await line.dial();
  line.proxy.swallow("down");
  await connection.write(text("lost"));
  await until(() => line.proxy.swallowed.down === 4, "the answer is lost");
  line.proxy.heal();
  await connection.write(text("kept"));
  assert.equal(await read(connection, 4), "kept");
});

Deno.test("a stalled connection stays open, and delivers when it heals", async () => {
  await using line = bench();
  using connection = await line.dial();
  line.proxy.stall();
  await connection.write(text("late"));
  await until(() => line.proxy.connections === 1, "the connection stands");
  assert.equal(line.proxy.passed.up, 0);
  line.proxy.heal();
  assert.equal(await read(connection, 4), "late");
});

Deno.test("a refusing proxy closes whoever comes, until it heals", async () => {
  await using line = bench();
  line.proxy.refuse();
  {
    using refused = await line.dial();
    assert.equal(await read(refused, 1), "");
  }
  line.proxy.heal();
  using connection = await line.dial();
  await connection.write(text("a"));
  assert.equal(await read(connection, 1), "a");
});

Deno.test("slow and thin lines still carry everything", async () => {
  await using line = bench();
  line.proxy.delayMs = 2;
  line.proxy.bytesPerSecond = 2_000;
  using connection = await line.dial();
  await connection.write(text("x".repeat(200)));
  assert.equal((await read(connection, 200)).length, 200);
});
