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

export const grammarOf = (name: string): Grammar | null => BY_NAME.get(name) ?? null;
export const isColoured = (name: string): boolean => BY_NAME.has(name);
