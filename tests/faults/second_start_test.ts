import assert from "node:assert/strict";
import { migrateUrl } from "@/db/migrate.ts";
import { freePort } from "../support/ports.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { api, people, request } from "../support/client.ts";
import { startProcess } from "../support/processes.ts";
import { ROOT } from "../support/paths.ts";
import { SERVE, startServer } from "../support/server.ts";
import { within } from "../support/wait.ts";

/** Tries to start the product, and returns what it said once it has ended by itself. */
async function tryStart(env: Record<string, string>): Promise<{ code: number; output: string }> {
  await using child = startProcess({
    command: Deno.execPath(),
    args: SERVE,
    cwd: ROOT,
    env: { PORT: String(freePort()), HOST: "127.0.0.1", NO_COLOR: "1", ...env },
  });
  const { code } = await within(child.exited, "the server to end by itself", 60_000);
  await child.kill(); // gone already: this waits for the last of its output
  return { code, output: child.output };
}

Deno.test("a second server on the same data folder refuses to start and says who holds it", async () => {
  await using server = await startServer();
  const second = await tryStart({ FRESHET_DATA: server.dataFolder });
  assert.equal(second.code, 1);
  assert.match(second.output, new RegExp(`Cannot start: .*${server.process.pid}`));
  assert.doesNotMatch(second.output, /\bat file:/, "a sentence, not a stack");
  assert.equal((await request(server, "GET", "/health/ready")).status, 200);
});

Deno.test("the lock of a killed server is taken over, and its data is there", async () => {
  await using server = await startServer();
  const [ann] = await people(server, "ann");
  assert.ok(ann);
  await server.crash();
  assert.equal((await api(ann, "GET", "/api/v1/users/profile")).status, 200);
});

Deno.test("a second server on the same PostgreSQL without Redis refuses to start and says why", async () => {
  await using database = await postgresDatabase(migrateUrl);
  await using _server = await startServer({ databaseUrl: database.url });
  const second = await tryStart({ DATABASE_URL: database.url });
  assert.equal(second.code, 1);
  assert.match(second.output, /Cannot start: .*(another|other)/i);
});

Deno.test("a bad setting stops the start with a sentence", async () => {
  const { code, output } = await tryStart({ FRESHET_BCRYPT_COST: "nine" });
  assert.equal(code, 1);
  assert.match(output, /Cannot start: FRESHET_BCRYPT_COST is "nine"; it must be a whole number from 4 to 15/);
});

Deno.test("a port in use stops the start with a sentence", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const folder = await Deno.makeTempDir();
  try {
    const { code, output } = await tryStart({ PORT: String(listener.addr.port), FRESHET_DATA: folder });
    assert.equal(code, 1);
    assert.match(output, new RegExp(`Cannot start: Port ${listener.addr.port} is in use`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
