/**
 * Imports point down (docs/architecture.md): each part of the house may use only the parts listed for it, nothing
 * imports in a circle, and only main.ts names the concrete stores and brokers. Tests may import anything.
 */
import { join } from "node:path";
import { ROOT } from "../support/paths.ts";
import { type Import, readImports } from "./imports.ts";
import { listFiles } from "./sources.ts";

/** Plain enough to be sent to the browser. */
const IN_THE_BROWSER = ["lib", "lib/protocol", "lib/markup", "lib/i18n"] as const;

/** What a part may import beside itself. Parts are folders, the longest that fits; "." is the files at the root. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "db": [],
  "lib/protocol": [],
  "lib": ["lib/protocol"],
  "lib/i18n": ["lib", "lib/protocol"],
  "lib/markup": ["lib", "lib/protocol"],
  "lib/broker": ["lib", "lib/protocol"],
  "lib/rates": ["lib", "lib/protocol"],
  "lib/build": ["lib"],
  "lib/auth": ["lib", "lib/protocol", "lib/broker", "lib/rates", "db"],
  "lib/files": ["lib", "lib/protocol", "lib/broker", "lib/rates", "lib/auth", "db"],
  "lib/chat": ["lib", "lib/protocol", "lib/broker", "lib/rates", "lib/auth", "lib/files", "lib/markup", "db"],
  "lib/realtime": ["lib", "lib/protocol", "lib/broker", "lib/rates", "lib/auth", "lib/files", "lib/chat"],
  "lib/http": ["lib", "lib/protocol", "lib/i18n", "lib/rates", "lib/auth", "lib/files", "lib/chat", "lib/realtime"],
  "lib/cli": ["lib", "lib/protocol", "lib/rates", "lib/auth", "lib/files", "lib/chat", "lib/http", "db"],
  "lib/client": [...IN_THE_BROWSER],
  "components": [...IN_THE_BROWSER],
  "islands": [...IN_THE_BROWSER, "components", "lib/client"],
  "routes": [
    ...[...IN_THE_BROWSER, "islands", "components"],
    ...["lib/rates", "lib/auth", "lib/files", "lib/chat", "lib/realtime", "lib/http", "lib/pages"],
  ],
  "lib/pages": [...IN_THE_BROWSER, "components", "lib/auth", "lib/files", "lib/chat", "lib/http"],
  "packages/fresh": [],
};

/** Files that know the whole: they put the parts together, or name them for everybody's types. */
const ROOTS = new Set([
  ...["main.ts", "serve.ts", "dev.ts", "fresh.config.ts"],
  ...["lib/compose.ts", "lib/store.ts", "lib/cli/promote.ts", "lib/live_readers.ts", "lib/app.ts", "lib/define.ts"],
]);

/** One of several that can do a job: everything else speaks to the interface. */
const CONCRETE = /^(lib\/broker\/\w+_broker|db\/(open|embedded)\w*)\.ts$/;

/** Tests, measurements and what is generated are outside of the house. */
const EXEMPT = /(_test\.tsx?$)|^(tests|bench|docs|deploy)\/|\/tests\//;

/** One sentence for every import that points the wrong way. */
export function checkDirections(sources: ReadonlyMap<string, string>): string[] {
  const imports = new Map(
    [...sources].filter(([file]) => !EXEMPT.test(file)).map(([file, source]) => [
      file,
      readImports(file, source),
    ]),
  );
  const wrong = [...imports].flatMap(([file, list]) => list.flatMap((item) => judge(file, item)));
  return [...new Set(wrong), ...findCircles(imports).map((circle) => `Circle: ${circle.join(" → ")}`)];
}

function judge(file: string, { file: target, line }: Import): string[] {
  if (ROOTS.has(file)) return [];
  const [from, to] = [partOf(file), partOf(target)];
  if (from === undefined) return [`${file} lies in no part of the house; give it a row in import_directions.ts`];
  if (EXEMPT.test(target)) return [`${file}:${line} imports ${target}, which is there for tests alone`];
  if (from === to) return [];
  if (CONCRETE.test(target)) return [`${file}:${line} names ${target}; only main.ts and what it calls choose one`];
  // Their state and the app's parts reach the edge through these two.
  if (["lib/app.ts", "lib/define.ts"].includes(target) && ["routes", "lib/http", "lib/pages"].includes(from)) return [];
  if (to !== undefined && !ROOTS.has(target) && MAY_IMPORT[from]?.includes(to)) return [];
  return [
    `${file}:${line} imports ${target}: ${from} may import ${MAY_IMPORT[from]?.join(", ") || "nothing but itself"}`,
  ];
}

function partOf(file: string): string | undefined {
  for (let folder = file; folder.includes("/");) {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    if (folder in MAY_IMPORT && (folder !== "lib" || !file.slice(4).includes("/"))) return folder;
  }
  return undefined;
}

/** Circles among imports that exist when the program runs, each once. */
function findCircles(imports: ReadonlyMap<string, readonly Import[]>): string[][] {
  const done = new Set<string>();
  const circles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const { file: next, isType } of imports.get(file) ?? []) if (!isType) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}

/** The sources of the project as they are on the disk. */
export function readSources(): Map<string, string> {
  return new Map(listFiles(/\.tsx?$/).map((file) => [file, Deno.readTextFileSync(join(ROOT, file))]));
}
