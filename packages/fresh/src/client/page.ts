import { type ComponentChildren, type ComponentType, Fragment, h, type VNode } from "preact";
import { reviveProps } from "./props.ts";
import { scan } from "./scan.ts";
import { toVNodes } from "./vnodes.ts";

/** What the server wrote for the islands of a page. */
export interface Boot {
  readonly buildId: string;
  /** URL and name of the export of every island used. */
  readonly islands: readonly (readonly [string, string])[];
  /** For every instance, the index of its island. */
  readonly instances: readonly number[];
  readonly props: unknown[];
}

/** The islands of a page: those that stand by themselves, and how to get the vnode of any of them. */
export interface Page {
  readonly islands: readonly { readonly id: number; readonly start: Comment }[];
  island(id: number): VNode | null;
}

/** Reads props, and turns the JSX that islands were given back into vnodes, before anything is rendered. */
export function readPage({ props: flat, instances }: Boot, components: readonly (ComponentType | undefined)[]): Page {
  const contents = new Map<number, ComponentChildren>();
  const props = reviveProps(flat, ({ id }) => h(Fragment, null, contents.get(id)));
  const island = (id: number): VNode | null => {
    const component = components[instances[id] ?? -1];
    return component ? h(component, props[id] ?? null) : null;
  };
  const { islands, slots } = scan(document.body);
  for (const [id, nodes] of slots) contents.set(id, toVNodes(nodes, island));
  return { islands, island };
}
