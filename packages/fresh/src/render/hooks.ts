import { h, options } from "preact";
import { withAssets } from "../runtime/asset.ts";
import { HEAD_TAGS, HeadContext, HeadElement, headSink } from "../runtime/head.ts";
import { IslandBoundary, SlotBoundary } from "./islands.ts";
import { linkProps } from "./links.ts";
import { currentRender, type LiveVNode, type RenderState } from "./state.ts";

// `__b` runs before each vnode is rendered, also inside preact-render-to-string; it has kept its name all through 10.x.
const hooks = options as { __b?: (vnode: LiveVNode) => void };
const earlier = hooks.__b;

hooks.__b = (vnode) => {
  const state = currentRender();
  if (state !== null) {
    if (typeof vnode.type === "function") visitComponent(state, vnode);
    else if (typeof vnode.type === "string") {
      visitElement(state, vnode, vnode.type);
    }
  }
  earlier?.(vnode);
};

headSink.take = (tag, place) => {
  const state = currentRender();
  return state ? state.head.take(tag, place) : null;
};

function visitComponent(state: RenderState, vnode: LiveVNode): void {
  if (visitSlot(state, vnode)) return;
  const island = state.islands.get(vnode.type);
  if (!island || state.isRaw(vnode)) return;
  state.replace(vnode, IslandBoundary as LiveVNode["type"], { island, type: vnode.type, props: vnode.props });
}

function visitSlot(state: RenderState, vnode: LiveVNode): boolean {
  const slot = state.slots.size > 0 ? state.slots.get(vnode) : undefined;
  if (!slot) return false;
  state.replace(vnode, SlotBoundary as LiveVNode["type"], { slot });
  return true;
}

function visitElement(state: RenderState, vnode: LiveVNode, type: string): void {
  if (visitSlot(state, vnode)) return;
  const { props } = vnode;
  switch (type) {
    case "a":
      state.replace(vnode, type, linkProps(props, state.url));
      break;
    case "img":
    case "source":
      state.replace(vnode, type, withAssets(props));
      break;
    case "head": {
      state.documentElements.add(type);
      const children = [h(HeadContext.Provider, { value: "literal" }, props.children as never), state.head.end()];
      state.replace(vnode, type, { ...props, children });
      break;
    }
    case "html":
    case "body":
      state.documentElements.add(type);
      break;
    default:
      if (HEAD_TAGS.has(type)) visitHeadTag(state, vnode, type);
  }
  if ("f-client-nav" in props || "f-partial" in props) {
    throw new Error(
      `Cannot render <${type} f-client-nav> or <${type} f-partial>: this build of fresh has no partials or client ` +
        `navigation. Remove the attribute, or delete "links" in deno.json to use upstream Fresh`,
    );
  }
}

function visitHeadTag(state: RenderState, vnode: LiveVNode, type: string): void {
  if (vnode.__?.type !== HeadElement as unknown && !state.isRaw(vnode)) {
    const tag = { type, props: vnode.props, key: vnode.key ?? null };
    state.replace(vnode, HeadElement as LiveVNode["type"], { tag });
    return;
  }
  const isInline = type === "style" ||
    (type === "script" && !("src" in vnode.props));
  if (isInline && !vnode.props.nonce) {
    state.replace(vnode, type, { ...vnode.props, nonce: state.nonce });
  }
}
