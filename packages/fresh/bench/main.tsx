// What the stand-in costs: rendering, client bytes, and a cold build. Run from the repository's root:
//   deno run -A --config deno.json packages/fresh/bench/main.tsx
import * as esbuild from "esbuild";
import { gzipSync } from "node:zlib";
import { App } from "fresh";
import { Builder } from "fresh/dev";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";

const ROUNDS = 100;
const RENDERS = 100;

const Message = ({ number }: { number: number }) => (
  <li class="message" id={`m${number}`}>
    <img src={`/avatars/${number}.webp`} alt="" width={32} height={32} />
    <div>
      <b>Person {number}</b> <time dateTime="2026-01-01">12:{number}</time>
      <p>
        Message {number} with <a href={`/c/${number}`}>a link</a> and <code>code</code>
      </p>
    </div>
    <button type="button" aria-label="React">+</button>
  </li>
);

const Page = () => (
  <html>
    <head>
      <title>Messages</title>
    </head>
    <body>
      <ul>{Array.from({ length: 50 }, (_, number) => <Message key={number} number={number} />)}</ul>
    </body>
  </html>
);

/** The fastest of many rounds, in ms: what else the machine does only ever makes a round slower. */
async function fastest(works: (() => unknown)[]): Promise<number[]> {
  const best = works.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      for (let i = 0; i < RENDERS; i++) await work();
      best[index] = Math.min(best[index] ?? Infinity, (performance.now() - start) / RENDERS);
    }
  }
  return best;
}

async function renderTimes(): Promise<number[]> {
  const handler = new App().route("/", { component: Page }).handler();
  const headers = { "content-type": "text/html; charset=utf-8" };
  return await fastest([
    async () => {
      new Request("http://localhost/");
      await new Response(`<!DOCTYPE html>${renderToString(h(Page, null))}`, { headers }).text();
    },
    async () => await (await handler(new Request("http://localhost/"))).text(),
  ]);
}

async function clientBytes(imports: string): Promise<number> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: imports, resolveDir: `${import.meta.dirname}/../src/client` },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: ["chrome99", "firefox99", "safari15"],
    define: { "process.env.NODE_ENV": '"production"' },
  });
  await esbuild.stop();
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

async function buildTime(): Promise<number> {
  const start = performance.now();
  await new Builder({ root: `${import.meta.dirname}/../tests/fixture` }).build();
  return performance.now() - start;
}

const [plain = 0, fresh = 0] = await renderTimes();
const preact = ["preact", "preact/hooks", "preact/jsx-runtime", "@preact/signals"]
  .map((name, index) => `import * as m${index} from "${name}"; console.log(m${index});`).join("\n");
const [without, withRuntime] = [await clientBytes(preact), await clientBytes(`${preact}\nimport "./boot.ts";`)];
console.log(
  `50 messages: ${plain.toFixed(3)} ms plain, ${fresh.toFixed(3)} ms here, ${(fresh / plain).toFixed(2)} times`,
);
console.log(`client runtime over Preact and signals: ${withRuntime - without} bytes gzipped`);
console.log(`cold build of the fixture's islands: ${(await buildTime()).toFixed(0)} ms`);
