// What the stand-in for Fresh costs: rendering, client bytes, and a cold build of the app's islands.
import { join } from "node:path";
import { Builder } from "fresh/dev";

const ROUNDS = 7;
const LIMIT_MS = 1_000;
const root = join(import.meta.dirname ?? ".", "..");

const costs = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", "--config", join(root, "deno.json"), join(root, "packages/fresh/bench/main.tsx")],
});
if (!(await costs.spawn().status).success) Deno.exit(1);

/** Which files are islands, `dev.ts` says; it builds when it is imported, so it is read. */
const parts = /const PARTS = \/(.*)\/;/.exec(await Deno.readTextFile(join(root, "dev.ts")))?.[1];
if (parts === undefined) throw new Error("Cannot find the expression PARTS in dev.ts");
const ignore = [/[._]test\.[^.]+$/, new RegExp(parts)];

const outDir = await Deno.makeTempDir({ prefix: "freshet-bench-" });
try {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await new Builder({ root, ignore, outDir }).build();
    times.push(Math.round(performance.now() - start));
  }
  const [fastest = 0] = times.toSorted((a, b) => a - b);
  const middle = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  console.log(`cold build of the app's islands: ${times.join(" ")} ms`);
  console.log(`fastest ${fastest} ms, median ${middle} ms; the limit is ${LIMIT_MS} ms`);
} finally {
  await Deno.remove(outDir, { recursive: true });
}
