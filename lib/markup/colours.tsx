import type { ComponentChildren } from "preact";
import { createLowlight } from "lowlight";
import type { Grammar } from "./languages.ts";

/** Loaded by the block that first needs it. */
const LOADERS = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"),
  css: () => import("highlight.js/lib/languages/css"),
  diff: () => import("highlight.js/lib/languages/diff"),
  go: () => import("highlight.js/lib/languages/go"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  kotlin: () => import("highlight.js/lib/languages/kotlin"),
  php: () => import("highlight.js/lib/languages/php"),
  python: () => import("highlight.js/lib/languages/python"),
  ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"),
  sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
} satisfies Record<Grammar, () => Promise<unknown>>;

const lowlight = createLowlight();

/** What blocks made to be slow may cost one page together; honest ones take less than `SLOW_MS`. */
let patienceMs = 1_000;
const SLOW_MS = 50;

/** The five ways in which code is set apart; all else of a grammar is text. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ...["keyword", "built_in", "type", "selector-tag", "tag", "name", "section", "meta"].map((kind) =>
    [kind, "ck"] as const
  ),
  ...["string", "regexp", "addition", "attr", "attribute", "symbol"].map((kind) => [kind, "cs"] as const),
  ...["number", "literal", "variable", "title", "bullet"].map((kind) => [kind, "cn"] as const),
  ...["comment", "quote", "doctag"].map((kind) => [kind, "cc"] as const),
  ["deletion", "cd"],
]);

/** More pieces than this are a flood, and stay plain. */
const MOST_PIECES = 2_000;

/** The code as nodes side by side, however deep its tree is. The tree holds text and names of kinds, never HTML. */
export async function coloursOf(grammar: Grammar, text: string): Promise<ComponentChildren> {
  if (!lowlight.registered(grammar)) lowlight.register(grammar, (await LOADERS[grammar]()).default);
  if (patienceMs <= 0) return text;
  const begun = performance.now();
  const pieces = piecesOf(lowlight.highlight(grammar, text).children);
  const took = performance.now() - begun;
  if (took > SLOW_MS) patienceMs -= took;
  if (pieces.length > MOST_PIECES) return text;
  return pieces.map(({ text, kind }, index) => kind ? <span key={index} class={kind}>{text}</span> : text);
}

type Tree = ReturnType<typeof lowlight.highlight>["children"];

interface Piece {
  readonly kind: string | undefined;
  readonly text: string;
}

/** By a list of what is still to do, not by recursion: code can be nested as deep as it is long. */
function piecesOf(tree: Tree): Piece[] {
  const pieces: Piece[] = [];
  const open = tree.map((node) => ({ node, kind: undefined as string | undefined })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, kind } = next;
    if (node.type === "text") pieces.push({ kind, text: node.value });
    if (node.type !== "element") continue;
    const own = CLASSES.get(kindOf(node.properties.className)) ?? kind;
    for (const child of node.children.toReversed()) open.push({ node: child, kind: own });
  }
  return pieces;
}

const kindOf = (names: unknown): string => String(Array.isArray(names) ? names[0] : "").replace("hljs-", "");
