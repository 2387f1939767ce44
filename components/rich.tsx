import type { ComponentChildren } from "preact";

/** A sentence of a catalogue with elements in the places of its `{names}`. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, ComponentChildren>>,
  wrap: (value: ComponentChildren) => ComponentChildren = (value) => value,
): ComponentChildren[] {
  return template.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : wrap(values[part] ?? "")));
}
