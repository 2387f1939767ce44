import type { ComponentChildren } from "preact";

/** What may stand behind a fence, and the grammar it stands for. */
const GRAMMARS = {
  bash: ["sh", "shell", "zsh", "console"],
  c: ["h"],
  cpp: ["c++", "cc", "hpp"],
  csharp: ["cs", "c#"],
  css: [],
  diff: ["patch"],
  go: ["golang"],
  java: [],
  javascript: ["js", "jsx", "mjs", "cjs"],
  json: ["jsonc"],
  kotlin: ["kt"],
  php: [],
  python: ["py"],
  ruby: ["rb"],
  rust: ["rs"],
  sql: [],
  swift: [],
  typescript: ["ts", "tsx"],
  xml: ["html", "svg", "xhtml"],
  yaml: ["yml"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Grammar = keyof typeof GRAMMARS;

const BY_NAME: ReadonlyMap<string, Grammar> = new Map(
  (Object.keys(GRAMMARS) as Grammar[]).flatMap((grammar) =>
    [grammar, ...GRAMMARS[grammar]].map((name) => [name, grammar] as const)
  ),
);

/** Code as nodes, in colours if its language is known. */
export async function inColours(language: string, text: string): Promise<ComponentChildren> {
  const grammar = BY_NAME.get(language.toLowerCase());
  return grammar === undefined ? text : await (await import("./colours.tsx")).coloursOf(grammar, text);
}
