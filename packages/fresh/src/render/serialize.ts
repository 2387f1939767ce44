import { computed, Signal } from "@preact/signals";
import { DevalueError, stringify } from "devalue";
import { badProp, type RenderState } from "./state.ts";

const Computed = Object.getPrototypeOf(computed(() => null));
const isComputed = (value: unknown): boolean => Object.getPrototypeOf(value) === Computed;

/** The props of all islands of a page in one text, so that what they share stays shared. */
export function serializeProps({ instances, slots }: RenderState): string {
  try {
    return stringify(instances.map(({ props }) => props), {
      Slot: (value) => {
        const slot = slots.get(value);
        return slot && [slot.id, slot.vnode.key];
      },
      // The value is boxed: a box can be read while it is still being filled, so a signal may contain itself.
      Signal: (value) => value instanceof Signal && !isComputed(value) && { value: value.peek() },
      Computed: (value) => value instanceof Signal && isComputed(value) && { value: value.peek() },
      Plain: (value) => isClassInstance(value) && { ...value },
    });
  } catch (error) {
    const [, index, path = ""] = error instanceof DevalueError ? /^\[(\d+)\]\.?(.*)$/.exec(error.path) ?? [] : [];
    const instance = instances[Number(index)];
    if (!instance) throw error;
    const why = "cannot travel to the browser. Give it plain data, or make the value inside the island";
    throw badProp(instance.island, path, why, error);
  }
}

function isClassInstance(value: unknown): value is object {
  if (value instanceof Error) return true;
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  return ![Object.prototype, null].includes(Object.getPrototypeOf(value));
}
