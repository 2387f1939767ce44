import { type ComponentChild, h, type VNode } from "preact";
import { nodesAfter } from "./container.ts";

type IslandById = (id: number) => VNode | null;
type Props = Record<string, unknown>;

/** Turns server markup back into vnodes, with the islands in it as components. */
export function toVNodes(nodes: Iterable<Node>, island: IslandById): ComponentChild[] {
  const children: ComponentChild[] = [];
  const inIslands = new Set<Node>();
  for (const node of nodes) {
    if (inIslands.has(node)) continue;
    if (node instanceof Text) children.push(node.data);
    if (node instanceof Element) children.push(toVNode(node, island));
    if (!(node instanceof Comment) || !node.data.startsWith("f:i")) continue;
    children.push(island(Number(node.data.slice(3))));
    for (const inner of nodesAfter(node)) inIslands.add(inner);
  }
  return children;
}

function toVNode(element: Element, island: IslandById): VNode {
  const { localName, innerHTML: __html, attributes, childNodes } = element;
  const props: Props = {};
  for (const { name, value } of attributes) {
    // Boolean attributes, and what somebody typed or ticked before this script ran, are read from the element.
    const live = (element as unknown as Props)[name];
    const isLive = typeof live === "boolean" || (name === "value" && typeof live === "string");
    if (!name.startsWith("on")) props[name] = isLive ? live : value;
  }
  const isRaw = ["script", "style", "template", "noscript"].includes(localName);
  if (isRaw) return h<Props>(localName, { ...props, dangerouslySetInnerHTML: { __html } });
  return h<Props>(localName, props, ...toVNodes(childNodes, island));
}
