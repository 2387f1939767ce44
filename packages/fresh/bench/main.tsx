// What the stand-in costs: rendering, client bytes, and a cold build. Run from the repository's root:
//   deno run -A --config deno.json packages/fresh/bench/main.tsx
import * as esbuild from "esbuild";
import { gzipSync } from "node:zlib";
import { App } from "fresh";
import { Builder } from "fresh/dev";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";

const ROUNDS = 200;
const RENDERS = 20;

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

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function msPerRun(work: () => unknown): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < RENDERS; i++) await work();
  return (performance.now() - start) / RENDERS;
}

/** Medians of many rounds in turn, in ms, and of their ratios: what else the machine does meets both alike. */
async function renderTimes(): Promise<{ plain: number; fresh: number; ratio: number }> {
  const handler = new App().route("/", { component: Page }).handler();
  const headers = { "content-type": "text/html; charset=utf-8" };
  const plain: number[] = [];
  const fresh: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(
      await msPerRun(async () => {
        new Request("http://localhost/");
        await new Response(`<!DOCTYPE html>${renderToString(h(Page, null))}`, { headers }).text();
      }),
    );
    fresh.push(await msPerRun(async () => await (await handler(new Request("http://localhost/"))).text()));
  }
  const ratio = median(fresh.map((ms, round) => ms / (plain[round] ?? ms)));
  return { plain: median(plain), fresh: median(fresh), ratio };
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

const { plain, fresh, ratio } = await renderTimes();
const preact = ["preact", "preact/hooks", "preact/jsx-runtime", "@preact/signals"]
  .map((name, index) => `import * as m${index} from "${name}"; console.log(m${index});`).join("\n");
const [without, withRuntime] = [await clientBytes(preact), await clientBytes(`${preact}\nimport "./boot.ts";`)];
console.log(
  `50 messages: ${plain.toFixed(3)} ms plain, ${fresh.toFixed(3)} ms here, ${ratio.toFixed(2)} times (the aim is 1.3)`,
);
console.log(`client runtime over Preact and signals: ${withRuntime - without} bytes gzipped`);
console.log(`cold build of the fixture's islands: ${(await buildTime()).toFixed(0)} ms`);
