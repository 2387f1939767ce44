type Container =
  & Pick<Element, "nodeType" | "parentNode" | "firstChild" | "namespaceURI">
  & {
    childNodes: Node[];
    insertBefore(node: Node, before: Node | null): Node;
  };

/** Something Preact can render into: the nodes from an island's opening comment to its closing one. */
export function containerBetween(start: Comment): Element {
  const nodes = nodesAfter(start);
  const end = (nodes.at(-1) ?? start).nextSibling;
  const parent = start.parentNode as Element;
  const container: Container = {
    nodeType: 1,
    parentNode: parent,
    namespaceURI: parent.namespaceURI,
    firstChild: nodes[0] as ChildNode ?? null,
    childNodes: nodes,
    insertBefore(node, before) {
      // Preact looks for the next sibling past comments, and so past the end of the island.
      const isInside = before && end &&
        !(end.compareDocumentPosition(before) &
          Node.DOCUMENT_POSITION_FOLLOWING);
      return parent.insertBefore(node, isInside ? before : end);
    },
  };
  return container as unknown as Element;
}

/** The nodes between an opening comment and the closing comment that belongs to it. */
export function nodesAfter(start: Comment): ChildNode[] {
  const nodes: ChildNode[] = [];
  let depth = 0;
  for (let node = start.nextSibling; node; node = node.nextSibling) {
    if (node.nodeType === Node.COMMENT_NODE) {
      const text = (node as Comment).data;
      if (text.startsWith("/f:") && depth-- === 0) break;
      if (text.startsWith("f:")) depth++;
    }
    nodes.push(node);
  }
  return nodes;
}
