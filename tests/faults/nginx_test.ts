import assert from "node:assert/strict";
import { join } from "node:path";
import { migrateUrl } from "@/db/migrate.ts";
import { api, connect, people, request } from "../support/client.ts";
import { ROOT } from "../support/paths.ts";
import { freePort } from "../support/ports.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { startProcess } from "../support/processes.ts";
import { program } from "../support/programs.ts";
import { startRedis } from "../support/redis.ts";
import { startServer } from "../support/server.ts";
import { tempFolder } from "../support/temp.ts";

Deno.test("behind the nginx of deploy/ two instances answer at one address, sockets included, metrics not", async () => {
  await using database = await postgresDatabase(migrateUrl);
  await using redis = await startRedis();
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = {
    databaseUrl: database.url,
    redisUrl: redis.url,
    env: { FRESHET_TRUSTED_PROXIES: "127.0.0.1", FRESHET_ORIGINS: url },
  };
  await using one = await startServer({ ...options, name: "one" });
  await using two = await startServer({ ...options, name: "two" });
  await using folder = await tempFolder("freshet-deploy-");
  await writeConfiguration(folder.path, port, [one.port, two.port]);
  await using nginx = startProcess({
    command: program("nginx"),
    args: ["-p", folder.path, "-c", join(folder.path, "nginx.conf"), "-e", join(folder.path, "error.log")],
  });
  // SIGKILL would leave its workers behind.
  await using _stop = { [Symbol.asyncDispose]: async () => void await nginx.stop("SIGTERM") };
  await nginx.ready(async () => (await request({ url }, "GET", "/health/ready")).status === 200, "forwards");

  const [ann, bob] = await people({ url }, "ann", "bob");
  assert.ok(ann && bob);
  await using here = await connect(ann);
  await using there = await connect(bob);
  await here.say({ type: "private", to: bob.id, content: "through nginx" });
  assert.equal((await there.next("private")).content, "through nginx");

  const sessions = await api(ann, "GET", "/api/v1/sessions");
  const [session] = sessions.body.sessions as { address: string }[];
  assert.equal(session?.address, "127.0.0.1", "the forwarded address, from a trusted proxy");
  assert.equal((await request({ url }, "GET", "/metrics")).status, 404);
  assert.equal((await request({ url: one.url }, "GET", "/metrics")).status, 200);

  // One of them goes: the address goes on answering, and the socket that stood on the other still lives.
  await one.kill();
  for (let n = 0; n < 5; n++) assert.equal((await api(ann, "GET", "/api/v1/users/profile")).status, 200);
});

/** The file of deploy/ as it stands, with this machine's ports in it, inside the frame that a package brings. */
async function writeConfiguration(folder: string, port: number, instances: readonly number[]): Promise<void> {
  const shipped = await Deno.readTextFile(join(ROOT, "deploy/nginx.conf"));
  const site = shipped
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace("freshet1:8000", `127.0.0.1:${instances[0]}`)
    .replace("freshet2:8000", `127.0.0.1:${instances[1]}`);
  assert.ok(site.includes(`listen 127.0.0.1:${port}`) && !site.includes(":8000"), "all places were filled in");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) =>
    `${name}_temp_path ${folder}/${name};`
  );
  await Deno.writeTextFile(
    join(folder, "nginx.conf"),
    `daemon off;
${Deno.uid() === 0 ? "user root;" : ""}
pid ${folder}/nginx.pid;
events {}
http {
access_log off;
${paths.join("\n")}
${site}
}
`,
  );
}
