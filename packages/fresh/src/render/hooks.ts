import { h, options } from "preact";
import { tieToBuild } from "../runtime/asset.ts";
import { HEAD_TAGS, HeadContext, HeadElement, headSink } from "../runtime/head.ts";
import { unsupported } from "../runtime/unsupported.ts";
import { IslandBoundary, SlotBoundary } from "./islands.ts";
import { linkProps } from "./links.ts";
import { currentRender, isAsync, type LiveVNode, type RenderState } from "./state.ts";

// `__b` runs before each vnode is rendered, also inside preact-render-to-string; it has kept its name all through 10.x.
const hooks = options as { __b?: (vnode: LiveVNode) => void };
const earlier = hooks.__b;

hooks.__b = (vnode) => {
  const state = currentRender();
  if (state) visit(state, vnode);
  earlier?.(vnode);
};

headSink.take = (tag, place) => currentRender()?.head.take(tag, place);

function visit(state: RenderState, vnode: LiveVNode): void {
  const slot = state.slotCount > 0 ? state.slots.get(vnode) : undefined;
  if (slot) return state.replace(vnode, SlotBoundary, { slot });
  const { type, props } = vnode;
  if (typeof type === "string") return visitElement(state, vnode, type);
  if (isAsync(type)) throw nestedAsync(type.name);
  const island = state.islands.get(type);
  if (island && !state.raw.has(vnode)) state.replace(vnode, IslandBoundary, { island, type, props });
}

type Visitor = (state: RenderState, vnode: LiveVNode, type: string) => void;

const visitImage: Visitor = (_, vnode) => tieToBuild(vnode.props);
const noteElement: Visitor = (state, _, type) => state.documentElements.add(type);

/** Elements that are rendered otherwise than they are written. */
const SPECIAL = new Map<string, Visitor>([
  ["a", (state, vnode, type) => state.replace(vnode, type, linkProps(vnode.props, state.here))],
  ["img", visitImage],
  ["source", visitImage],
  ["html", noteElement],
  ["body", noteElement],
  ["head", visitHead],
  ...HEAD_TAGS.map((tag): [string, Visitor] => [tag, visitHeadTag]),
]);

function visitElement(state: RenderState, vnode: LiveVNode, type: string): void {
  // This runs for every element: reading a name that is not there is several times faster than asking with `in`.
  if (vnode.props["f-client-nav"] !== undefined) throw unsupported(`<${type} f-client-nav>`, "Remove the attribute");
  SPECIAL.get(type)?.(state, vnode, type);
}

function visitHead(state: RenderState, vnode: LiveVNode, type: string): void {
  state.documentElements.add(type);
  const children = h(HeadContext.Provider, { value: "literal" }, vnode.props.children as never);
  state.replace(vnode, type, { ...vnode.props, children });
}

function visitHeadTag(state: RenderState, vnode: LiveVNode, type: string): void {
  const { props, key = null } = vnode;
  const isPlain = vnode.__?.type === HeadElement as unknown || state.raw.has(vnode);
  if (!isPlain) return state.replace(vnode, HeadElement, { tag: { type, props, key } });
  const isInline = type === "style" || (type === "script" && !("src" in props));
  if (isInline && !props.nonce) state.replace(vnode, type, { ...props, nonce: state.nonce });
}

function nestedAsync(name: string): Error {
  const who = name || "unnamed";
  return new Error(
    `Cannot render <${who}>: it is async, and inside a page nothing is awaited. Only pages, layouts and the app may ` +
      "be async: await there, and pass down what was loaded",
  );
}
