import { pathToFileURL } from "node:url";
import { ROOT } from "@/tests/support/paths.ts";

/** One method of one route file. */
export interface RouteMethod {
  readonly method: string;
  /** As Fresh writes it: `/c/:id`. */
  readonly pattern: string;
  readonly file: string;
  /** A page that people see, rather than an answer to programs. */
  readonly isPage: boolean;
}

/** Everything that the files under `routes/` answer, as they stand on the disk: a new one cannot be forgotten. */
export async function listRoutes(): Promise<RouteMethod[]> {
  const files = [...walk(`${ROOT}/routes`, "")].toSorted();
  return (await Promise.all(files.map(methodsOf))).flat();
}

function* walk(folder: string, prefix: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory && !entry.name.startsWith("(_")) yield* walk(`${folder}/${entry.name}`, `${path}/`);
    if (entry.isFile && /^(?!_).*(?<!_test)\.tsx?$/.test(entry.name)) yield path;
  }
}

async function methodsOf(file: string): Promise<RouteMethod[]> {
  const module = await import(pathToFileURL(`${ROOT}/routes/${file}`).href);
  const { handler = module.handlers, default: component } = module;
  const isPage = component !== undefined;
  const named = typeof handler === "object" && handler !== null ? Object.keys(handler) : [];
  const methods = new Set(typeof handler === "function" ? ["GET", "POST"] : named);
  if (isPage) methods.add("GET");
  return [...methods].map((method) => ({ method, pattern: patternOf(file), file, isPage }));
}

function patternOf(file: string): string {
  const parts = file.replace(/\.tsx?$/, "").split("/").filter((part) => !/^\(.*\)$/.test(part));
  if (parts.at(-1) === "index") parts.pop();
  return `/${parts.map((part) => part.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, ":$1")).join("/")}`;
}
