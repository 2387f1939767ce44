import assert from "node:assert/strict";
import { join } from "node:path";

const FIXTURE = join(import.meta.dirname ?? "", "fixture");
const CONFIG = join(import.meta.dirname ?? "", "../../../deno.json");

/** Starts the fixture's dev server on `port`, and gives what stops it. */
async function start(port: number): Promise<AsyncDisposable> {
  const code = `const { Builder } = await import("fresh/dev");
    await new Builder({ root: ${JSON.stringify(FIXTURE)} })
      .listen(() => import(${JSON.stringify(join(FIXTURE, "main.ts"))}), { port: ${port}, onListen() {} });`;
  const file = await Deno.makeTempFile({ dir: FIXTURE, prefix: ".dev", suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--config", CONFIG, file],
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await Deno.remove(file);
    },
  };
}

/** Asks again until the server is there. */
async function untilAnswered(url: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      return await (await fetch(url)).text();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`Cannot reach ${url}`);
}

/** The build that a server announces to open pages. */
async function announcedBuild(port: number): Promise<string> {
  const socket = new WebSocket(`ws://localhost:${port}/_frsh/alive`);
  const build = await new Promise<string>((resolve) => socket.onmessage = ({ data }) => resolve(data));
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  return build;
}

function freePort(): number {
  using listener = Deno.listen({ port: 0 });
  return listener.addr.port;
}

Deno.test("the dev server answers once it has built, puts the reload client on every page, and announces its build", async () => {
  const port = freePort();
  const buildOf = (html: string) => /\/_fresh\/js\/([0-9a-f]{40})\/fresh-reload\.js/.exec(html)?.[1];
  let first: string | undefined;
  {
    await using _server = await start(port);
    first = buildOf(await untilAnswered(`http://localhost:${port}/plain`));
    assert.ok(first);
    assert.equal(await announcedBuild(port), first);
    const script = await fetch(`http://localhost:${port}/_fresh/js/${first}/fresh-reload.js`);
    assert.match(await script.text(), /sourceMappingURL/);
  }
  await using _again = await start(port);
  const second = buildOf(await untilAnswered(`http://localhost:${port}/plain`));
  assert.equal(await announcedBuild(port), second);
  assert.notEqual(first, second);
});
