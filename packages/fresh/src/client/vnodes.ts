import { type ComponentChild, h, type VNode } from "preact";
import { nodesAfter } from "./container.ts";

type Props = Record<string, unknown>;

const RAW = new Set(["script", "style", "template", "noscript"]);

/** Turns server markup back into vnodes, with the islands in it as components. */
export function toVNodes(nodes: readonly Node[], island: (id: number) => VNode | null): ComponentChild[] {
  const children: ComponentChild[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (node instanceof Text) children.push(node.data);
    if (node instanceof Element) children.push(toVNode(node, island));
    if (node instanceof Comment && node.data.startsWith("f:i")) {
      children.push(island(Number(node.data.slice(3))));
      index += nodesAfter(node).length + 1;
    }
  }
  return children;
}

function toVNode(element: Element, island: (id: number) => VNode | null): VNode {
  const props: Props = {};
  for (const { name, value } of element.attributes) {
    if (!name.startsWith("on")) props[name] = propOf(element, name, value);
  }
  return RAW.has(element.localName)
    ? h<Props>(element.localName, { ...props, dangerouslySetInnerHTML: { __html: element.innerHTML } })
    : h<Props>(element.localName, props, ...toVNodes([...element.childNodes], island));
}

/** Boolean attributes, and what somebody typed or ticked before the islands came to life, are read from the element. */
function propOf(element: Element, name: string, value: string): unknown {
  const live = (element as unknown as Record<string, unknown>)[name];
  return typeof live === "boolean" ||
      (name === "value" && typeof live === "string")
    ? live
    : value;
}
