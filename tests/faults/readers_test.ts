import assert from "node:assert/strict";
import { api, connect, people, type Person } from "@/tests/support/client.ts";
import { type RawSocket, rawSocket } from "@/tests/support/raw_socket.ts";
import { startServer } from "@/tests/support/server.ts";
import { until } from "@/tests/support/wait.ts";

const READERS = Deno.env.get("FRESHET_TEST_SIZE") === "nightly" ? 500 : 30;
const MIB = 1024 * 1024;

Deno.test(`C4 ${READERS} readers that stop reading cost their caps and no more, and the memory comes back`, async () => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const [ann, bob] = await people(server, "ann", "bob") as [Person, Person];
  const { body } = await api(ann, "POST", "/api/v1/groups", { name: "Loud", member_ids: [bob.id] });
  const groupId = (body.group as { id: string }).id;
  const stalled: RawSocket[] = [];
  try {
    await using anns = await connect(ann);
    await using bobs = await connect(bob);
    for (let i = 0; i < READERS; i++) stalled.push(await rawSocket({ url: server.url, token: bob.token }));
    for (const socket of stalled) await socket.readJson();
    const before = residentBytes(server.process.pid);
    const content = "x".repeat(15_000);
    const slow = async () =>
      Number(/socket_closes_total\{code="4008"\} (\d+)/.exec(await metrics(server.url))?.[1] ?? 0);
    let last: unknown;
    for (let i = 0; i < 400 && await slow() < READERS; i++) {
      const acks = Array.from({ length: 10 }, () => anns.say({ type: "group", group_id: groupId, content }));
      last = (await Promise.all(acks)).at(-1)?.seq;
    }
    assert.equal(await slow(), READERS);
    await bobs.next("group", ({ seq }) => seq === last);
    const grown = residentBytes(server.process.pid) - before;
    // Each may hold its cap; the rest is what the traffic itself, the store included, leaves on the heap.
    assert.ok(grown <= (READERS * 1.1 + 250) * MIB, `${Math.round(grown / MIB)} MiB for ${READERS} readers`);
    for (const socket of stalled) socket.abort();
    await until(
      async () => /chat_websocket_connections_total 2\n/.test(await metrics(server.url)),
      "the stalled are gone",
    );
    await bobs.settle();
  } finally {
    for (const socket of stalled) socket.abort();
  }
});

Deno.test("D3 D6 huge frames, endless fragments and handshakes that never end stop nobody else", async () => {
  await using server = await startServer();
  const [ann, bob] = await people(server, "ann", "bob") as [Person, Person];
  const hostile: RawSocket[] = [];
  const halves: Deno.TcpConn[] = [];
  const { hostname, port } = new URL(server.url);
  try {
    await using bobs = await connect(bob);
    const before = residentBytes(server.process.pid);
    for (let i = 0; i < 300; i++) {
      const half = await Deno.connect({ hostname, port: Number(port) });
      await half.write(new TextEncoder().encode(`GET /ws HTTP/1.1\r\nHost: ${hostname}\r\nUpgra`));
      halves.push(half);
    }
    for (let i = 0; i < 8; i++) hostile.push(await rawSocket({ url: server.url, token: ann.token }));
    await Promise.all(hostile.map(async (socket, i) => {
      // A send may fail once the server has closed; the code is what counts.
      if (i % 2 === 0) await socket.send({ payload: "x".repeat(16 * MIB) }).catch(() => {});
      else {for (let part = 0; part < 2_000; part++) {
          await socket.send({ opcode: part ? 0 : 1, payload: "x", fin: false });
        }}
    }));
    for (const [i, socket] of hostile.entries()) {
      if (i % 2 === 0) assert.ok([1009, 1006].includes(await socket.closeCode()));
    }
    await using another = await connect(bob);
    await another.say({ type: "private", to: ann.id, content: "still here" });
    await bobs.next("private");
    for (const socket of hostile) socket.abort();
    await until(
      () => residentBytes(server.process.pid) - before < 8 * 16 * MIB + 100 * MIB,
      "the memory is within what was sent",
    );
  } finally {
    for (const half of halves) half.close();
    for (const socket of hostile) socket.abort();
  }
});

async function metrics(url: string): Promise<string> {
  return await (await fetch(`${url}/metrics`)).text();
}

/** Memory of a process that is in RAM, as Linux tells. */
function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1];
  return Number(kib) * 1024;
}
