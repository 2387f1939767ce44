import { nodesAfter } from "./container.ts";

/** The marks that the server left: islands that are in no other, and the nodes of JSX that was given to islands. */
export interface Marks {
  readonly islands: { id: number; start: Comment }[];
  readonly slots: Map<number, ChildNode[]>;
}

/** Finds the marks below `root`. What waits in a template has slots, but no islands that stand by themselves. */
export function scan(root: Node, slots: Marks["slots"] = new Map()): Marks {
  const islands: Marks["islands"] = [];
  let depth = 0;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof HTMLTemplateElement && node.id.startsWith("f:s")) scan(node.content, slots);
    if (!(node instanceof Comment)) continue;
    const [, kind, id] = /^(\/?f:[is])(\d*)$/.exec(node.data) ?? [];
    if (kind === "f:s" && !slots.has(Number(id))) slots.set(Number(id), nodesAfter(node));
    if (kind === "f:i" && depth++ === 0) islands.push({ id: Number(id), start: node });
    if (kind === "/f:i") depth--;
  }
  return { islands, slots };
}
