import { type ComponentChildren, createContext, h, type VNode } from "preact";
import { useContext } from "preact/hooks";

/** Elements that `<Head>` moves to the document's head. */
export const HEAD_TAGS = ["title", "meta", "link", "script", "style", "base", "noscript", "template"];

/** One element bound for the head. */
export interface HeadTag {
  readonly type: string;
  readonly props: Record<string, unknown>;
  readonly key: unknown;
}

/** Where a head element stands: inside `<Head>`, inside a literal `<head>`, or in neither. */
export type HeadPlace = "moved" | "literal" | null;
export const HeadContext = createContext<HeadPlace>(null);

/** What takes head elements out of the tree: the renderer on the server, an effect in the browser. */
export const headSink: { take?: (tag: HeadTag, place: HeadPlace) => ComponentChildren } = {};

/** Props of `<Head>`. */
export interface HeadProps {
  children?: ComponentChildren;
}

/** Puts its children into the document's `<head>`, wherever it is rendered. The last duplicate wins. */
export function Head({ children }: HeadProps): ComponentChildren {
  return h(HeadContext.Provider, { value: "moved" }, children);
}

/** Stands in for every element of `HEAD_TAGS` during a render. */
export function HeadElement({ tag }: { tag: HeadTag }): ComponentChildren {
  const place = useContext(HeadContext);
  return place === null || !headSink.take ? plainElement(tag) : headSink.take(tag, place);
}

/** The element itself. Its type is set afterwards, so that no vnode hook takes it for one to move. */
export function plainElement({ type, props, key }: HeadTag): VNode {
  return Object.assign(h("fresh-head", props) as VNode, { type, key });
}
