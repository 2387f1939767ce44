import assert from "node:assert/strict";
import { buildByHand } from "@/deploy/by_hand.ts";
import { say } from "../runner/say.ts";
import { connect, people } from "../support/client.ts";
import { freePort } from "../support/ports.ts";
import { run, startProcess } from "../support/processes.ts";
import { tempFolder } from "../support/temp.ts";

const NOBODY = 65_534;

Deno.test("what the Dockerfile says, done by hand in a clean folder, starts, is healthy, and carries a message", async () => {
  await using folder = await tempFolder("freshet-image-");
  await using data = await tempFolder("freshet-data-");
  const { workdir, env, command: [program = "", ...args], healthCheck } = await buildByHand(folder.path, say);
  assert.equal(env.HOST, "0.0.0.0");
  assert.equal(env.FRESHET_DATA, "/data");
  const port = freePort();
  const settings = {
    ...env,
    HOST: "127.0.0.1",
    PORT: String(port),
    FRESHET_DATA: data.path,
    FRESHET_BCRYPT_COST: "4",
    HOME: data.path,
    DATABASE_URL: "",
    REDIS_URL: "",
  };
  const who = await asNobody(folder.path, data.path);
  await using server = startProcess({ name: "image", command: program, args, cwd: workdir, env: settings, ...who });
  const url = `http://127.0.0.1:${port}`;
  await server.ready(async () => (await fetch(`${url}/health/ready`).then(drain)).ok, "answers /health/ready");
  const [, ...check] = healthCheck;
  await run(healthCheck[0] ?? "", check, { cwd: workdir, env: settings });

  const page = await fetch(`${url}/login`);
  const html = await page.text();
  assert.equal(page.status, 200);
  const [, style = ""] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? [];
  assert.equal((await fetch(`${url}${style}`).then(drain)).status, 200);
  const [ann, bob] = await people({ url }, "ann", "bob");
  assert.ok(ann && bob);
  await using here = await connect(ann);
  await using there = await connect(bob);
  await here.say({ type: "private", to: bob.id, content: "from the image" });
  assert.equal((await there.next("private")).content, "from the image");
  assert.doesNotMatch(server.output, /Building the pages/, "they were built beforehand");
  const { code } = await server.stop("SIGTERM");
  assert.equal(code, 0);
  assert.match(server.output, /Stopped/, "the signal reached the server itself");
});

/** In the image it runs as a user who may write nothing but the data; only root can do the same here. */
async function asNobody(folder: string, data: string): Promise<{ uid?: number; gid?: number }> {
  if (Deno.uid() !== 0) return {};
  await Deno.chmod(folder, 0o755);
  await Deno.chown(data, NOBODY, NOBODY);
  return { uid: NOBODY, gid: NOBODY };
}

async function drain(response: Response): Promise<Response> {
  await response.arrayBuffer();
  return response;
}
