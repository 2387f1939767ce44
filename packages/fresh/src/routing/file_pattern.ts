/** A file below `routes/`, read from its path alone. */
export interface FilePlace {
  readonly path: string;
  /** The name of a special file, such as `_layout`, or `page`. */
  readonly kind: string;
  /** The URL pattern, if it is a page. */
  readonly pattern: string;
  /** Its folder, groups included: what surrounds it is registered there or above. */
  readonly place: string;
}

/** Special files, in the order in which a folder registers them. */
const SPECIAL = ["_app", "_middleware", "_layout", "_error", "_500", "_404"];

/** Reads a path such as `blog/[slug].tsx`; null for files in folders that are never routes, such as `(_components)`. */
export function placeFile(path: string): FilePlace | null {
  const parts = path.replace(/\.[^./]+$/, "").split("/");
  const name = parts.pop() ?? "";
  if (parts.some((part) => part.startsWith("(_"))) return null;
  const folder = parts.map((part) => isGroup(part) ? part : toPattern(part, path));
  const own = name === "index" ? folder : [...folder, toPattern(name, path)];
  const pattern = join(own.filter((part) => !isGroup(part)));
  return { path, kind: SPECIAL.includes(name) ? name : "page", pattern, place: join(folder) };
}

/** The order in which files are registered: special files first in their folder, then names, groups, parameters. */
export function compareFiles(a: FilePlace, b: FilePlace): number {
  return sortKey(a.path) < sortKey(b.path) ? -1 : 1;
}

/** Compares part by part: by rank, then by name. */
function sortKey(path: string): string {
  return path.split("/").map((part) => `${rank(part)} ${part}`).join("\0");
}

function rank(part: string): number {
  const name = part.replace(/\.\w+$/, "");
  const special = [...SPECIAL, "index"].indexOf(name);
  if (special >= 0) return 10 + special;
  if (isGroup(name)) return 30;
  return name.startsWith("[...") ? 50 : name.startsWith("[") ? 40 : 20;
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
