import type { Snapshot } from "../snapshot.ts";

/** One exported component of a file of islands. */
export interface IslandExport {
  readonly name: string;
  readonly exportName: string;
  readonly url: string;
}

const registries = new WeakMap<Snapshot, ReadonlyMap<unknown, IslandExport>>();

/** The islands of a build, by their component. */
export function islandRegistry(snapshot: Snapshot): ReadonlyMap<unknown, IslandExport> {
  const known = registries.get(snapshot);
  if (known) return known;
  const registry = new Map<unknown, IslandExport>();
  for (const { name, url, exports } of snapshot.islands) {
    for (const [exportName, value] of Object.entries(exports)) {
      if (typeof value === "function") {
        registry.set(value, { name, exportName, url });
      }
    }
  }
  registries.set(snapshot, registry);
  return registry;
}
