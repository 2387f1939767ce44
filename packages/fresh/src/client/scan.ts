import { nodesAfter } from "./container.ts";

/** The marks that the server left in the markup. */
export interface Marks {
  /** Islands that are in no other island. */
  readonly islands: { id: number; start: Comment }[];
  /** The nodes of JSX that was given to islands, also of what waits in a template. */
  readonly slots: Map<number, ChildNode[]>;
}

/** Finds the islands and slots below `root`. */
export function scan(root: Node): Marks {
  const marks: Marks = { islands: [], slots: new Map() };
  visit(root, marks, true);
  return marks;
}

function visit(root: Node, marks: Marks, isLive: boolean): void {
  let depth = 0;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof HTMLTemplateElement) {
      if (node.id.startsWith("f:s")) visit(node.content, marks, false);
      continue;
    }
    if (!(node instanceof Comment)) continue;
    const [, kind, id] = /^f:([is])(\d+)$/.exec(node.data) ?? [];
    if (kind === "s" && !marks.slots.has(Number(id))) {
      marks.slots.set(Number(id), nodesAfter(node));
    }
    if (kind === "i" && depth === 0 && isLive) {
      marks.islands.push({ id: Number(id), start: node });
    }
    if (kind === "i") depth++;
    if (node.data === "/f:i") depth--;
  }
}
