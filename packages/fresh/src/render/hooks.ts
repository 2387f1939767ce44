import { h, options } from "preact";
import { withAssets } from "../runtime/asset.ts";
import { HEAD_TAGS, HeadContext, HeadElement, headSink } from "../runtime/head.ts";
import { unsupported } from "../runtime/unsupported.ts";
import { IslandBoundary, SlotBoundary } from "./islands.ts";
import { linkProps } from "./links.ts";
import { currentRender, type LiveVNode, type RenderState } from "./state.ts";

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
  const { type, props } = vnode;
  const slot = state.slots.size > 0 ? state.slots.get(vnode) : undefined;
  if (slot) return state.replace(vnode, SlotBoundary, { slot });
  if (typeof type === "string") return visitElement(state, vnode, type);
  if (typeof type === "function" && type.constructor.name === "AsyncFunction") throw nestedAsync(type.name);
  const island = state.islands.get(type);
  if (island && !state.raw.has(vnode)) state.replace(vnode, IslandBoundary, { island, type, props });
}

/** Elements that are rendered otherwise than they are written. */
const SPECIAL = new Set<unknown>([...HEAD_TAGS, "a", "img", "source", "html", "head", "body"]);

function visitElement(state: RenderState, vnode: LiveVNode, type: string): void {
  const { props } = vnode;
  if ("f-client-nav" in props || "f-partial" in props) {
    throw unsupported(`<${type}> with f-client-nav or f-partial`, "Remove the attribute");
  }
  if (!SPECIAL.has(type)) return;
  if (type === "a") state.replace(vnode, type, linkProps(props, state.here));
  else if (type === "img" || type === "source") state.replace(vnode, type, withAssets(props));
  else if (HEAD_TAGS.has(type)) visitHeadTag(state, vnode, type);
  else state.documentElements.add(type);
  if (type !== "head") return;
  const children = h(HeadContext.Provider, { value: "literal" }, props.children as never);
  state.replace(vnode, type, { ...props, children });
}

function visitHeadTag(state: RenderState, vnode: LiveVNode, type: string): void {
  const { props, key = null } = vnode;
  const isPlain = vnode.__?.type === HeadElement as unknown || state.raw.has(vnode);
  if (!isPlain) return state.replace(vnode, HeadElement, { tag: { type, props, key } });
  const isInline = type === "style" || (type === "script" && !("src" in props));
  if (isInline && !props.nonce) state.replace(vnode, type, { ...props, nonce: state.nonce });
}

function nestedAsync(name: string): Error {
  return new Error(
    `Cannot render <${
      name || "unnamed"
    }>: it is async, and inside a page nothing is awaited. Only pages, layouts and the ` +
      "app may be async: await there, and pass down what was loaded",
  );
}
