/** What a file below `routes/` is for. */
export type FileKind = "app" | "layout" | "middleware" | "error" | "404" | "page";

/** A file below `routes/`, read from its path alone. */
export interface FilePlace {
  readonly path: string;
  readonly kind: FileKind;
  /** The URL pattern, if it is a page. */
  readonly pattern: string;
  /** Its folder, groups included: what surrounds it is registered there or above. */
  readonly place: string;
}

const SPECIAL = new Map<string, FileKind>([
  ["_app", "app"],
  ["_middleware", "middleware"],
  ["_layout", "layout"],
  ["_error", "error"],
  ["_500", "error"],
  ["_404", "404"],
]);

/** Reads a path such as `blog/[slug].tsx`; null for files in folders that are never routes, such as `(_components)`. */
export function placeFile(path: string): FilePlace | null {
  const parts = path.replace(/\.[^./]+$/, "").split("/");
  const name = parts.pop() ?? "";
  if (parts.some((part) => part.startsWith("(_"))) return null;
  const folder = parts.map((part) => isGroup(part) ? part : toPattern(part, path));
  const own = name === "index" ? folder : [...folder, toPattern(name, path)];
  const pattern = join(own.filter((part) => !isGroup(part)));
  return { path, kind: SPECIAL.get(name) ?? "page", pattern, place: join(folder) };
}

/** The order in which files are registered: special files first in their folder, then names, groups, parameters. */
export function compareFiles(a: FilePlace, b: FilePlace): number {
  const [left, right] = [a, b].map(({ path }) => path.split("/").map((part) => [rank(part), part] as const));
  for (const [depth, [rankA, partA]] of (left ?? []).entries()) {
    const [rankB = 0, partB = ""] = right?.[depth] ?? [];
    if (partA !== partB) return rankA - rankB || (partA < partB ? -1 : 1);
  }
  return 0;
}

function rank(part: string): number {
  const name = part.replace(/\.\w+$/, "");
  const special = [...SPECIAL.keys(), "index"].indexOf(name);
  if (special >= 0) return special;
  if (isGroup(name)) return 12;
  return name.startsWith("[...") ? 14 : name.startsWith("[") ? 13 : 11;
}

function isGroup(part: string): boolean {
  return part.startsWith("(") && part.endsWith(")");
}

/** An optional part brings its own slash, `/docs{/:version}?`, unless it is the first. */
function join(parts: readonly string[]): string {
  const path = parts.map((part) => part.startsWith("{/") ? part : `/${part}`).join("");
  return path.replace(/^\{\//, "/{") || "/";
}

/** `[id]` → `:id`, `[...rest]` → `:rest*`, `[[v]]` → `{/:v}?`. */
function toPattern(part: string, path: string): string {
  const optional = /^\[\[(\w+)\]\]$/.exec(part);
  if (optional) return `{/:${optional[1]}}?`;
  if (part.includes("][")) throw new SyntaxError(`Cannot route ${path}: two parameters need text between them`);
  if (part.includes("[[")) throw new SyntaxError(`Cannot route ${path}: an optional parameter must be a whole segment`);
  const encoded = part.replace(/[^\x21-\x7e]+/g, encodeURI); // as it will stand in the request
  const pattern = encoded.replace(/\[(\.\.\.)?(\w+)\]/g, (_, rest, name) => `:${name}${rest ? "*" : ""}`);
  if (/[[\]]/.test(pattern)) throw new SyntaxError(`Cannot route ${path}: brackets do not match`);
  return pattern;
}
