import { join } from "node:path";

const FIXTURE = join(import.meta.dirname ?? "", "fixture");
const CONFIG = join(import.meta.dirname ?? "", "../../../deno.json");

/** Starts the fixture's dev server on `port`, and gives what stops it. */
export async function start(port: number): Promise<AsyncDisposable> {
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
export async function untilAnswered(url: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      return await (await fetch(url)).text();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`Cannot reach ${url}`);
}

/** A port that nobody listens on. */
export function freePort(): number {
  using listener = Deno.listen({ port: 0 });
  return listener.addr.port;
}
