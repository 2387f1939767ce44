import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { App, staticFiles } from "fresh";
import { Builder, type BuildOptions } from "fresh/dev";
import { nameFiles, sourcesBelow } from "../src/dev/crawl.ts";
import { app as fixture } from "./fixture/main.ts";
import { fetchFrom, textOf } from "./support.ts";

const FIXTURE = join(import.meta.dirname ?? "", "fixture");
const CONFIG = JSON.stringify({ compilerOptions: { jsx: "react-jsx", jsxImportSource: "preact" } });

/** Runs `work` in a project that holds `files`. */
async function inProject(files: Record<string, string>, work: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, text] of Object.entries({ "deno.json": CONFIG, ...files })) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), text);
    }
    await work(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** Builds a project's islands, and gives the text of one. */
async function bundleOf(root: string, island: string, options: BuildOptions = {}): Promise<string> {
  await new Builder({ root, ...options }).build();
  const folder = join(root, "_fresh/static/_fresh/js");
  for await (const { name } of Deno.readDir(folder)) return await Deno.readTextFile(join(folder, name, `${island}.js`));
  throw new Error("Cannot find a build");
}

/** esbuild's process may outlive the build by a moment, so that it would count as this or the next test's leak. */
function buildTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

const fails = (root: string) => new Builder({ root }).build().then(() => "built", (error: Error) => error.message);

buildTest("a build in memory gives an app its routes, islands and static files", async () => {
  (await new Builder({ root: FIXTURE }).build({ snapshot: "memory" }))(fixture);
  assert.equal(fixture.config.root, FIXTURE);
  const html = await textOf(fixture, "/");
  assert.match(html, /Hello ann.*<!--f:i0-->/s);
  const css = /href="(\/style\.css\?__frsh_c=[0-9a-f]{40})"/.exec(html)?.[1] ?? "";
  const style = await fetchFrom(fixture, css);
  assert.match(style.headers.get("cache-control") ?? "", /immutable/);
  assert.match(await style.text(), /url\("\/dot\.svg\?__frsh_c=[0-9a-f]{40}"\)/);
  const runtime = /src="([^"]*fresh-runtime\.js)"/.exec(html)?.[1] ?? "";
  assert.equal((await fetchFrom(fixture, runtime)).headers.get("content-type"), "text/javascript; charset=utf-8");
});

buildTest("a build on disk runs from its server.js, and writes no path of this machine", async () => {
  await new Builder({ root: FIXTURE }).build();
  const run = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `
      const { default: server } = await import(${JSON.stringify(join(FIXTURE, "_fresh/server.js"))});
      const { app } = await import(${JSON.stringify(join(FIXTURE, "main.ts"))});
      const info = { remoteAddr: { transport: "tcp", hostname: "x", port: 1 }, completed: Promise.resolve() };
      const get = async (path) => await (await server.fetch(new Request("http://localhost" + path), info)).text();
      const html = await get("/");
      console.log(JSON.stringify([html, await get("/dot.svg"), app.config.root]));`,
    ],
  });
  const { stdout, stderr } = await run.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const [html, svg, root] = JSON.parse(decode(stdout) || JSON.stringify([decode(stderr)]));
  assert.match(html, /Hello ann.*<!--f:i0-->/s);
  assert.match(svg, /<svg/);
  assert.equal(await Deno.realPath(root), await Deno.realPath(FIXTURE));
  for (const name of ["server.js", "snapshot.js"]) {
    const text = await Deno.readTextFile(join(FIXTURE, "_fresh", name));
    assert.ok(!text.includes(FIXTURE) && !text.includes("file://"), `${name} can be moved`);
  }
});

buildTest("a production bundle is small and without maps, and maps come when asked for", async () => {
  const files = { "islands/A.tsx": "export default function Aname() { return <p>hello island</p>; }" };
  await inProject(files, async (root) => {
    const plain = await bundleOf(root, "A");
    assert.match(plain, /hello island/);
    assert.doesNotMatch(plain, /sourceMappingURL|\n\n/);
    assert.match(await bundleOf(root, "A", { sourceMap: { kind: "linked" } }), /sourceMappingURL=A\.js\.map/);
    assert.match(await bundleOf(root, "A", { sourceMap: { kind: "inline" } }), /sourceMappingURL=data:/);
  });
});

buildTest("public variables are written into islands as they were at the build; others never are", async () => {
  const source = `
    declare const process: { env: Record<string, string> };
    export const seen = [
      Deno.env.get("FRESH_PUBLIC_TEST_A"), Deno.env.get('FRESH_PUBLIC_TEST_NONE') ?? "unset", process.env.NODE_ENV,
      process.env.FRESH_PUBLIC_TEST_A, process.env.FRESH_PUBLIC_TEST_NONE ?? "unset",
    ];
    export default () => <p>{Deno.env.get("TEST_SECRET")} {process.env.TEST_SECRET}</p>;`;
  Deno.env.set("FRESH_PUBLIC_TEST_A", "value </a>");
  Deno.env.set("TEST_SECRET", "hunter2");
  try {
    await inProject({ "islands/A.tsx": source }, async (root) => {
      const text = await bundleOf(root, "A");
      assert.doesNotMatch(text, /hunter2|FRESH_PUBLIC/);
      assert.match(text, /Deno\.env\.get\("TEST_SECRET"\).*process\.env\.TEST_SECRET/s);
      const seen = /\["value .*?\]/.exec(text)?.[0] ?? "";
      assert.deepEqual(new Function(`return ${seen}`)(), ["value </a>", "unset", "production", "value </a>", "unset"]);
    });
  } finally {
    Deno.env.delete("FRESH_PUBLIC_TEST_A");
    Deno.env.delete("TEST_SECRET");
  }
});

buildTest("islands may use the import map, npm packages, JSON, and names that shadow globals", async () => {
  const files = {
    "deno.json": JSON.stringify({
      ...JSON.parse(CONFIG),
      imports: { "@/": "./", "fresh/runtime": "jsr:@fresh/core@^2.3.3/runtime", cn: "npm:devalue@5.9.4" },
    }),
    "lib/text.ts": 'export const text = "from lib";',
    "islands/data.json": '{"name":"from json"}',
    "islands/Map.tsx": `
      import { IS_BROWSER } from "fresh/runtime";
      import { text } from "@/lib/text.ts";
      import data from "./data.json" with { type: "json" };
      import { useState } from "preact/hooks";
      import { signal } from "@preact/signals";
      import { parse } from "cn";
      export function Map() { return <p>{text} {data.name} {String(IS_BROWSER)} {String(useState(1))} {signal(1)} {parse("[1]")}</p>; }`,
  };
  await inProject(files, async (root) => {
    const text = await bundleOf(root, "Map");
    assert.match(text, /from lib/);
    assert.match(text, /from json/);
  });
});

buildTest("server code, other registries and missing files in an island are errors that name the import", async () => {
  const island = (specifier: string) => ({
    "islands/A.tsx": `import * as x from "${specifier}"; export default () => <p>{String(x)}</p>;`,
  });
  await inProject(
    island("fresh"),
    async (root) => assert.match(await fails(root), /"fresh" for the browser.*"fresh" itself is server code/s),
  );
  await inProject(island("jsr:@std/path"), async (root) => assert.match(await fails(root), /"jsr:@std\/path"/));
  await inProject(island("./gone.ts"), async (root) => assert.match(await fails(root), /gone\.ts/));
});

buildTest(
  "a project without JSX settings, or with ones this package does not know, is refused with the cure",
  async () => {
    const config = (compilerOptions: unknown) => ({ "deno.json": JSON.stringify({ compilerOptions }) });
    await inProject(
      config({}),
      async (root) => assert.match(await fails(root), /deno\.json has no "jsxImportSource".*react-jsx/s),
    );
    const precompile = config({ jsx: "precompile", jsxImportSource: "preact" });
    await inProject(
      precompile,
      async (root) => assert.match(await fails(root), /"precompile".*react-jsx.*delete "links"/s),
    );
    const commented = {
      "deno.json": "{}",
      "deno.jsonc": `{ // it's here\n "compilerOptions": { "jsxImportSource": "preact", }, }`,
    };
    await inProject(commented, async (root) => assert.equal(await fails(root), "built"));
  },
);

buildTest("a second copy of Preact in the islands stops the build, and both places are named", async () => {
  const files = {
    "islands/A.tsx":
      `import { h } from "./vendor/node_modules/preact/dist/preact.module.js"; export default () => <p>{String(h)}</p>;`,
    "islands/vendor/node_modules/preact/dist/preact.module.js": "export const h = () => 'second';",
  };
  await inProject(
    files,
    async (root) => assert.match(await fails(root), /2 copies of Preact.*vendor\/node_modules\/preact/s),
  );
});

buildTest("the build id is that of the deployment, or forty digits that change with every build", async () => {
  const ids = async (root: string) => {
    const app = new App().get("/", async (ctx) => ctx.text((await import("fresh/runtime")).asset("/a")));
    (await new Builder({ root }).build({ snapshot: "memory" }))(app);
    return (await textOf(app, "/")).split("=")[1] ?? "";
  };
  await inProject({}, async (root) => {
    const [first, second] = [await ids(root), await ids(root)];
    assert.match(first, /^[0-9a-f]{40}$/);
    assert.notEqual(first, second);
    Deno.env.set("GITHUB_SHA", "a".repeat(40));
    try {
      assert.equal(await ids(root), "a".repeat(40));
    } finally {
      Deno.env.delete("GITHUB_SHA");
    }
  });
});

buildTest("of several static folders the first that has a file gives it; hidden files stay hidden", async () => {
  const files = {
    "one/a.txt": "one",
    "two/a.txt": "two",
    "two/b.txt": "two",
    "one/.secret": "x",
    "one/.well-known/w.txt": "known",
  };
  await inProject(files, async (root) => {
    const app = new App().use(staticFiles());
    (await new Builder({ root, staticDir: ["one", "two"] }).build({ snapshot: "memory" }))(app);
    assert.deepEqual([
      await textOf(app, "/a.txt"),
      await textOf(app, "/b.txt"),
      await textOf(app, "/.well-known/w.txt"),
    ], ["one", "two", "known"]);
    assert.equal((await fetchFrom(app, "/.secret")).status, 404);
  });
});

buildTest("tests are neither routes nor islands, and equal names are told apart", async () => {
  await inProject(
    { "r/a.ts": "", "r/a_test.ts": "", "r/b.test.tsx": "", "r/c.css": "", "r/contest.ts": "" },
    async (root) => {
      assert.deepEqual(await sourcesBelow(join(root, "r")), ["a.ts", "contest.ts"]);
      assert.deepEqual(await sourcesBelow(join(root, "none")), []);
    },
  );
  assert.deepEqual([...nameFiles(["/x/A.tsx", "/y/A.tsx", "/x/my-b.ts"]).keys()], ["A", "A_1", "my-b"]);
});

buildTest("a registered island needs no folder of islands", async () => {
  await inProject({ "other/X.tsx": "export default () => <p>registered</p>;" }, async (root) => {
    const builder = new Builder({ root });
    builder.registerIsland("other/X.tsx");
    await builder.build();
    assert.match(
      await Deno.readTextFile(join(root, "_fresh/snapshot.js")),
      /import \* as module0 from "\.\/\.\.\/other\/X\.tsx"/,
    );
  });
});

buildTest("every folder, the entry and what to ignore can be named", async () => {
  const files = {
    "pages/index.ts": 'export const handler = () => new Response("from pages");',
    "pages/draft_no.ts": 'export const handler = () => new Response("never");',
    "ui/Button.tsx": "export default () => <p>island</p>;",
    "ui/Draft_no.tsx": "export default () => <p>never</p>;",
    "app.ts": "export const app = 1;",
    "public/a.txt": "a",
  };
  await inProject(files, async (root) => {
    const options = { root: pathToFileURL(root).href, outDir: "out", staticDir: "public", islandDir: "ui" };
    const builder = new Builder({
      ...options,
      routeDir: "pages",
      serverEntry: "app.ts",
      ignore: [/_no\./],
      target: "es2022",
    });
    await builder.build();
    assert.match(await Deno.readTextFile(join(root, "out/server.js")), /from "\.\/\.\.\/app\.ts"/);
    const snapshot = await Deno.readTextFile(join(root, "out/snapshot.js"));
    assert.match(snapshot, /ui\/Button\.tsx/);
    assert.doesNotMatch(snapshot, /_no/);
    assert.equal(await Deno.readTextFile(join(root, "out/static/a.txt")), "a");
    const app = new App().fsRoutes();
    (await builder.build({ snapshot: "memory" }))(app);
    assert.equal(await textOf(app, "/"), "from pages");
    assert.equal((await fetchFrom(app, "/draft_no")).status, 404);
  });
});

buildTest("a build on disk cannot be applied in this process, and says what can", async () => {
  await inProject({}, async (root) => {
    const apply = await new Builder({ root }).build();
    assert.throws(() => apply(new App()), /server\.js.*memory/);
  });
});
