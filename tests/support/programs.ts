import { dirname, join } from "node:path";

/** What the tests need beside Deno; each can be missing, and the tests that need it then count as skipped. */
export interface Programs {
  /** The folder with initdb, postgres and pg_ctl. */
  readonly postgresBin?: string;
  readonly redis?: string;
  readonly nginx?: string;
  readonly chromium?: string;
}

/** Looks for the programs now; nothing is remembered, they may just have been installed. */
export const findPrograms = (): Programs => ({
  postgresBin: findPostgresBin(),
  redis: findProgram("redis-server"),
  nginx: findProgram("nginx", ["/usr/sbin"]),
  chromium: findProgram("chromium") ?? findProgram("chromium-browser") ?? findProgram("google-chrome"),
});

/** For `ignore:` of a test. `deno task ok` runs on the embedded store alone. */
export const hasPostgres = (): boolean =>
  Deno.env.get("FRESHET_TEST_STORES") !== "embedded" && findPrograms().postgresBin !== undefined;
export const hasRedis = (): boolean => findPrograms().redis !== undefined;
export const hasNginx = (): boolean => findPrograms().nginx !== undefined;
export const hasChromium = (): boolean => findPrograms().chromium !== undefined;

/** The path of a program that a test cannot do without. */
export function program(name: keyof Programs): string {
  const path = findPrograms()[name];
  if (!path) throw new Error(`${name} is not installed; give the test \`ignore\` where it is missing`);
  return path;
}

function findProgram(name: string, more: readonly string[] = []): string | undefined {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":").filter(Boolean), ...more];
  return folders.map((folder) => join(folder, name)).find(isFile);
}

/** Debian keeps the server's programs out of PATH, one folder a version: the newest wins. */
function findPostgresBin(): string | undefined {
  const inPath = findProgram("initdb");
  if (inPath) return dirname(Deno.realPathSync(inPath));
  const versions = listFolder("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => `/usr/lib/postgresql/${version}/bin`).find((bin) => isFile(join(bin, "initdb")));
}

function listFolder(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].map((entry) => entry.name);
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
