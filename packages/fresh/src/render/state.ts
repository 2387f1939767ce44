import { isValidElement, type VNode } from "preact";
import { HeadTags } from "./head_tags.ts";
import type { Here } from "./links.ts";

/** A vnode as `preact-render-to-string` sees it: `__` is its parent. */
export type LiveVNode = VNode<Record<string, unknown>> & { __?: LiveVNode };

/** True for JSX. Preact's own test takes any object without a prototype for some. */
export function isVNode(value: unknown): value is LiveVNode {
  return isValidElement(value) && Object.hasOwn(value, "constructor");
}

const AsyncFunction = (async () => {}).constructor;

/** True for components that were declared async. */
export function isAsync(type: unknown): type is (...args: never[]) => Promise<unknown> {
  return typeof type === "function" && type.constructor === AsyncFunction;
}

/** One exported component of a file of islands. */
export interface IslandExport {
  readonly name: string;
  readonly exportName: string;
  readonly url: string;
}

/** The islands of a build, by their component. */
export type IslandRegistry = ReadonlyMap<unknown, IslandExport>;

/** The error for a prop that an island cannot have. */
export function badProp({ name, exportName }: IslandExport, path: string, why: string, cause?: unknown): Error {
  const island = exportName === "default" ? name : exportName;
  return new Error(`Cannot render island <${island}>: its prop "${path}" ${why}`, { cause });
}

/** JSX given to an island: rendered on the server, and handed over as markup. */
export interface Slot {
  readonly id: number;
  readonly vnode: LiveVNode;
  rendered: boolean;
}

/** What one render of one page collects. */
export class RenderState {
  /** Every island as it was rendered. */
  readonly instances: { readonly island: IslandExport; readonly props: Record<string, unknown> }[] = [];
  readonly slots = new Map<unknown, Slot>();
  slotCount = 0;
  readonly head = new HeadTags();
  /** Names of the document elements that the page has rendered itself. */
  readonly documentElements = new Set<string>();
  /** VNodes to be rendered as they are. */
  readonly raw = new Set<object>();
  readonly #replaced: { vnode: LiveVNode; type: LiveVNode["type"]; props: LiveVNode["props"] }[] = [];

  constructor(readonly here: Here, readonly islands: IslandRegistry, readonly nonce: string) {}

  /** Renders something else in the place of `vnode`, until the render ends: vnodes may be shared between requests. */
  replace(vnode: LiveVNode, type: unknown, props: Record<string, unknown>): void {
    if (vnode.type === type && vnode.props === props) return;
    this.#replaced.push({ vnode, type: vnode.type, props: vnode.props });
    vnode.type = type as LiveVNode["type"];
    vnode.props = props as LiveVNode["props"];
  }

  restore(): void {
    for (const { vnode, type, props } of this.#replaced.reverse()) {
      vnode.type = type;
      vnode.props = props;
    }
  }
}

let current: RenderState | null = null;

/** The state of the render that is running, if one is. Rendering is synchronous, so there is at most one. */
export function currentRender(): RenderState | null {
  return current;
}

/** Runs a synchronous render with `state`, and leaves no trace of it on shared vnodes. */
export function withRenderState<T>(state: RenderState, render: () => T): T {
  current = state;
  try {
    return render();
  } finally {
    current = null;
    state.restore();
  }
}
