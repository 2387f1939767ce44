/** Something Preact can render into: the nodes from an island's opening comment to its closing one. */
export function containerBetween(start: Comment, name: string | undefined): Element | null {
  const childNodes = nodesAfter(start);
  const end = (childNodes.at(-1) ?? start).nextSibling;
  if (!end) {
    // deno-lint-ignore no-console
    console.error(
      `Cannot revive island ${name}: the browser moved its markup, for invalid HTML nesting (<div> in <p>)`,
    );
    return null;
  }
  const parentNode = start.parentNode as Element;
  const container = {
    nodeType: 1,
    parentNode,
    namespaceURI: parentNode.namespaceURI,
    firstChild: childNodes[0] ?? null,
    childNodes,
    insertBefore(node: Node, before: Node | null): Node {
      // Preact looks for the next sibling past comments, and so past the end of the island.
      const isInside = before && end.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_PRECEDING;
      return parentNode.insertBefore(node, isInside ? before : end);
    },
  };
  return container as unknown as Element;
}

/** The nodes between an opening comment and the closing comment that belongs to it. */
export function nodesAfter(start: Comment): ChildNode[] {
  const nodes: ChildNode[] = [];
  let depth = 0;
  for (let node = start.nextSibling; node; node = node.nextSibling) {
    const mark = node instanceof Comment ? node.data : "";
    if (mark.startsWith("/f:") && depth-- === 0) break;
    if (mark.startsWith("f:")) depth++;
    nodes.push(node);
  }
  return nodes;
}
