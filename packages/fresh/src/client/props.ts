import { computed, type Signal, signal } from "@preact/signals";
import { unflatten } from "devalue";
import { type ComponentType, h } from "preact";

type Props = Record<string, unknown>;

/** Reads the props of all islands at once: what they share is shared again. JSX becomes a `Slot` with its number. */
export function reviveProps(flat: unknown[], Slot: ComponentType<{ id: number }>): Props[] {
  type Box = { readonly value: unknown };
  const signals = new Map<Box, Signal>();
  const props = unflatten(flat, {
    Slot: ([id, key]: [number, string]) => h(Slot, { id, key }),
    Signal: (box: Box) => {
      const made = signals.get(box) ?? signal();
      signals.set(box, made);
      return made;
    },
    Computed: (box: Box) => computed(() => box.value),
    Plain: (value: unknown) => value,
  });
  for (const [box, made] of signals) made.value = box.value;
  return props;
}
