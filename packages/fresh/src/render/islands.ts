import { type ComponentChildren, createContext, Fragment, h } from "preact";
import { useContext } from "preact/hooks";
import { Signal } from "@preact/signals";
import type { Snapshot } from "../snapshot.ts";
import { comment } from "./head_tags.ts";
import { badProp, currentRender, isVNode } from "./state.ts";
import type { IslandExport, IslandRegistry, LiveVNode, RenderState, Slot } from "./state.ts";

type Props = Record<string, unknown>;
type BoundaryProps = { island: IslandExport; type: LiveVNode["type"]; props: Props };

/** Finds the islands of a build: every export of a file of islands may be one. */
export function islandRegistry({ islands }: Snapshot): IslandRegistry {
  const registry = new Map<unknown, IslandExport>();
  for (const { name, url, exports } of islands) {
    for (const [exportName, value] of Object.entries(exports)) registry.set(value, { name, exportName, url });
  }
  return registry;
}

/** An island in another island's own output is a plain component; in a slot it is an island again. */
const InsideIsland = createContext(false);

/** Renders an island between the comments by which the browser finds it. */
export function IslandBoundary({ island, type, props }: BoundaryProps): ComponentChildren {
  const isInside = useContext(InsideIsland);
  const state = currentRender();
  const isTop = state !== null && !isInside;
  // Text between an island's tags is in the page as markup, so it need not travel among the props too.
  const hasText = isTop && typeof props.children === "string";
  const given = hasText ? { ...props, children: h(Fragment, null, props.children as string) } : props;
  const content = h(type as "div", given);
  state?.raw.add(content);
  if (!isTop) return content;
  const slots = findSlots(state, island, given);
  const id = state.instances.push({ island, props: given }) - 1;
  const inside = h(InsideIsland.Provider, { value: true }, content);
  return [comment(`f:i${id}`), inside, comment("/f:i"), h(LateSlots, { slots })];
}

/** Renders JSX that was given to an island. */
export function SlotBoundary({ slot }: { slot: Slot }): ComponentChildren {
  slot.rendered = true;
  const content = h(slot.vnode.type as "div", slot.vnode.props);
  return [comment(`f:s${slot.id}`), h(InsideIsland.Provider, { value: false }, content), comment("/f:s")];
}

/** Keeps JSX that the island has not rendered yet, for when it does. */
function LateSlots({ slots }: { slots: Slot[] }): ComponentChildren {
  return slots.filter((slot) => !slot.rendered).map((slot) => {
    const template = h("template", { id: `f:s${slot.id}` }, h(SlotBoundary, { slot }));
    currentRender()?.raw.add(template);
    return template;
  });
}

const FUNCTION = "is a function, and functions are not supported, because props travel to the browser as text. " +
  "Define it inside the island";

/** Gives every vnode among the props a slot, and refuses functions. */
function findSlots(state: RenderState, island: IslandExport, props: Props): Slot[] {
  const found: Slot[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "function") throw badProp(island, path, FUNCTION);
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof Signal) return visit(value.peek(), path);
    if (isVNode(value)) {
      const known = state.slots.get(value);
      const slot = known ?? { id: ++state.slotCount, vnode: { ...value }, rendered: false };
      state.slots.set(value, slot);
      found.push(slot);
    } else if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
      for (const [key, item] of value.entries()) visit(item, `${path}[${key}]`);
    } else if (Object.prototype.toString.call(value) === "[object Object]") {
      for (const [name, item] of Object.entries(value)) visit(item, path ? `${path}.${name}` : name);
    }
  };
  visit(props, "");
  return found;
}
