/** What a file below `routes/` is for. */
export type FileKind = "app" | "layout" | "middleware" | "error" | "404" | "page";

/** A file below `routes/`, read from its path alone. */
export interface FilePlace {
  readonly path: string;
  readonly kind: FileKind;
  /** The URL pattern of a page. */
  readonly pattern: string;
  /** Where it stands in the tree of folders, groups included. */
  readonly place: string;
}

const SPECIAL = new Map<string, FileKind>([
  ["_app", "app"],
  ["_layout", "layout"],
  ["_middleware", "middleware"],
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
  const kind = SPECIAL.get(name);
  if (kind) return { path, kind, pattern: "", place: join(folder) };
  const own = name === "index" ? folder : [...folder, toPattern(name, path)];
  return { path, kind: "page", pattern: join(own.filter((part) => !isGroup(part))), place: join(own) };
}

/** The order in which files are registered: special files first in their folder, then exact names, then patterns. */
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
  return name.includes("[...") ? 14 : name.includes("[[") ? 13 : name.includes("[") ? 12 : 11;
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
  const pattern = part.replace(/\[(\.\.\.)?(\w+)\]/g, (_, rest, name) => `:${name}${rest ? "*" : ""}`);
  if (/[[\]]/.test(pattern)) throw new SyntaxError(`Cannot route ${path}: brackets do not match`);
  return pattern;
}
