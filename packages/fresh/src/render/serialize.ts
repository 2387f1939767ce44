import { stringify } from "devalue";
import { computed, Signal } from "@preact/signals";
import type { RenderState } from "./state.ts";

const computedPrototype = Object.getPrototypeOf(computed(() => null));
const isComputed = (signal: Signal): boolean => Object.getPrototypeOf(signal) === computedPrototype;

/** The props of all islands of a page in one text, so that what they share stays shared. */
export function serializeProps(state: RenderState): string {
  return stringify(state.instances.map(({ props }) => props), {
    Slot: (value) => {
      const slot = state.slots.get(value);
      return slot && [slot.id, slot.vnode.key];
    },
    // The value is boxed: a box can be read while it is still being filled, so a signal may contain itself.
    Signal: (value) => value instanceof Signal && !isComputed(value) && { value: value.peek() },
    Computed: (value) => value instanceof Signal && isComputed(value) && { value: value.peek() },
    Plain: (value) => isClassInstance(value) && { ...value },
  });
}

function isClassInstance(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Object.prototype.toString.call(value) !== "[object Object]") {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}
