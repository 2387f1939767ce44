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

/** The code as nodes. The tree holds text and names of kinds, never HTML. */
export async function coloursOf(grammar: Grammar, text: string): Promise<ComponentChildren> {
  if (!lowlight.registered(grammar)) lowlight.register(grammar, (await LOADERS[grammar]()).default);
  return nodesOf(lowlight.highlight(grammar, text).children);
}

type Tree = ReturnType<typeof lowlight.highlight>["children"];

function nodesOf(tree: Tree): ComponentChildren {
  return tree.map((node, index) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const kind = String((node.properties.className as string[] | undefined)?.[0] ?? "").replace("hljs-", "");
    return <span key={index} class={CLASSES.get(kind)}>{nodesOf(node.children)}</span>;
  });
}
