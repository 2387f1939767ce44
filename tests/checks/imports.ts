import { dirname, join } from "node:path";

export interface Import {
  /** The imported file, relative to the root. */
  readonly file: string;
  readonly line: number;
  /** Erased when run: it cannot close a circle at start-up. */
  readonly isType: boolean;
}

/** The files of the project that a source file imports; packages are left out. */
export function readImports(file: string, source: string): Import[] {
  const code = withoutComments(source);
  const found = STATEMENTS.flatMap((statement) => [...code.matchAll(statement)]);
  return found.sort((a, b) => a.index - b.index).flatMap((match) => {
    const { type, specifier = "" } = match.groups ?? {};
    const target = resolveOurs(file, specifier);
    const line = code.slice(0, match.index).split("\n").length;
    return target === null ? [] : [{ file: target, line, isType: type !== undefined }];
  });
}

const STATEMENTS = [
  /^import\b(?<type> type\b)?[^;"'()]*?["'](?<specifier>[^"'\n]+)["']/gm,
  /^export\b(?<type> type\b)?[^;"'()=]*?\bfrom ["'](?<specifier>[^"'\n]+)["']/gm,
  /\bimport\(\s*["'](?<specifier>[^"'\n]+)["']/g,
];

function resolveOurs(file: string, specifier: string): string | null {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (specifier.startsWith("./") || specifier.startsWith("../")) return join(dirname(file), specifier);
  return null;
}

/** Blanks comments out, so that line numbers stay; good enough for code that `deno fmt` has written. */
function withoutComments(source: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, " ");
  return source.replace(/^\s*\/\*[^]*?\*\//gm, blank).replace(/^\s*\/\/.*$/gm, blank);
}
