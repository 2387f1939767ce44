/** What a file below `routes/` is for. */
export type FileKind =
  | "app"
  | "layout"
  | "middleware"
  | "error"
  | "404"
  | "page";

/** A file below `routes/`, read from its path alone. */
export interface FilePlace {
  readonly path: string;
  readonly kind: FileKind;
  /** The URL pattern of a page. */
  readonly pattern: string;
  /** Where it stands in the tree of folders, groups included. */
  readonly place: string;
}

const SPECIAL: Readonly<Record<string, FileKind>> = {
  _app: "app",
  _layout: "layout",
  _middleware: "middleware",
  _error: "error",
  _500: "error",
  _404: "404",
};

/** Reads a path such as `blog/[slug].tsx`; null for files in folders that are never routes, such as `(_components)`. */
export function placeFile(path: string): FilePlace | null {
  const parts = path.replace(/\.[^./]+$/, "").split("/");
  const name = parts.pop() ?? "";
  if (parts.some((part) => part.startsWith("(_"))) return null;
  const folder = parts.map((part) => isGroup(part) ? part : toPattern(part, path));
  const kind = SPECIAL[name];
  if (kind) return { path, kind, pattern: "", place: join(folder) };
  const own = name === "index" ? folder : [...folder, toPattern(name, path)];
  return { path, kind: "page", pattern: join(own.filter((part) => !isGroup(part))), place: join(own) };
}

/** The order in which files are registered: special files first in their folder, then exact names, then patterns. */
export function compareFiles(a: FilePlace, b: FilePlace): number {
  const [as, bs] = [a.path.split("/"), b.path.split("/")];
  for (let depth = 0; depth < Math.max(as.length, bs.length); depth++) {
    const [left = "", right = ""] = [as[depth], bs[depth]];
    if (left === right) continue;
    const difference = rank(left, depth === as.length - 1) -
      rank(right, depth === bs.length - 1);
    return difference || (left < right ? -1 : 1);
  }
  return 0;
}

function rank(part: string, isFile: boolean): number {
  const name = isFile ? part.replace(/\.[^.]+$/, "") : part;
  const special = isFile ? Object.keys(SPECIAL).indexOf(name) : -1;
  if (special >= 0) return special;
  if (isFile && name === "index") return 10;
  if (name.includes("[...")) return 14;
  if (name.includes("[[")) return 13;
  return name.includes("[") ? 12 : 11;
}

function isGroup(part: string): boolean {
  return part.startsWith("(") && part.endsWith(")");
}

function join(parts: readonly string[]): string {
  // An optional part brings its own slash: `/docs{/:version}?`
  return parts.map((part) => part.startsWith("{/") ? part : `/${part}`).join("")
    .replace(/^\{\/(.*)\}\?$/, "/{$1}?") ||
    "/";
}

/** `[id]` → `:id`, `[...rest]` → `:rest*`, `[[v]]` → `{/:v}?`. */
function toPattern(part: string, path: string): string {
  const optional = /^\[\[(\w+)\]\]$/.exec(part);
  if (optional) return `{/:${optional[1]}}?`;
  if (part.includes("][")) {
    throw new SyntaxError(`Cannot route ${path}: two parameters need text between them`);
  }
  if (part.includes("[[")) {
    throw new SyntaxError(`Cannot route ${path}: an optional parameter must be a whole segment`);
  }
  const pattern = part.replace(/\[(\.\.\.)?(\w+)\]/g, (_, rest, name) => `:${name}${rest ? "*" : ""}`);
  if (/[[\]]/.test(pattern)) {
    throw new SyntaxError(`Cannot route ${path}: brackets do not match`);
  }
  return pattern;
}
