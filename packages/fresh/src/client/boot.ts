import { type ComponentChildren, type ComponentType, Fragment, h, render, type VNode } from "preact";
import { setBuildId } from "../runtime/asset.ts";
import { containerBetween } from "./container.ts";
import "./hooks.ts";
import { reviveProps } from "./props.ts";
import { scan } from "./scan.ts";
import { toVNodes } from "./vnodes.ts";

/** What the server wrote for the islands of a page. */
interface Boot {
  readonly buildId: string;
  /** URL and name of the export of every island used. */
  readonly islands: readonly (readonly [string, string])[];
  /** For every instance, the index of its island. */
  readonly instances: readonly number[];
  readonly props: unknown[];
}

/** Loads the islands of the page, then revives each in a task of its own: a broken one leaves the rest alone. */
async function boot({ buildId, islands, instances, props }: Boot): Promise<void> {
  setBuildId(buildId);
  const components = await Promise.all(islands.map(load));
  const contents = new Map<number, ComponentChildren>();
  const revived = reviveProps(props, ({ id }) => h(Fragment, null, contents.get(id)));
  const island = (id: number): VNode | null => {
    const component = components[instances[id] ?? -1];
    return component ? h(component, revived[id] ?? null) : null;
  };
  // The JSX that islands were given becomes vnodes before anything is rendered over it.
  const marks = scan(document.body);
  for (const [id, nodes] of marks.slots) contents.set(id, toVNodes(nodes, island));
  for (const { id, start } of marks.islands) {
    const vnode = island(id);
    const name = islands[instances[id] ?? -1]?.join(" ");
    setTimeout(() => {
      const container = containerBetween(start, name);
      if (vnode && container) render(vnode, container);
    });
  }
}

function load([url, name]: readonly [string, string]): Promise<ComponentType | undefined> {
  return import(url).then((module) => module[name], (error) => void Promise.reject(error));
}

const data = document.getElementById("f:data");
if (data) boot(JSON.parse(data.textContent ?? ""));
