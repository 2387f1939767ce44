import { type ComponentType, render } from "preact";
import { setBuildId } from "../runtime/asset.ts";
import { containerBetween } from "./container.ts";
import "./hooks.ts";
import { type Boot, readPage } from "./page.ts";

type Loaded = ComponentType | undefined;

/** Loads the islands of the page, then revives each in a task of its own: a broken one leaves the rest alone. */
async function boot(): Promise<void> {
  const data: Boot = JSON.parse(document.getElementById("f:data")?.textContent ?? "null");
  if (!data) return;
  setBuildId(data.buildId);
  const load = ([url, name]: readonly [string, string]): Promise<Loaded> =>
    import(url).then((module) => module[name], (error) => void Promise.reject(error));
  const page = readPage(data, await Promise.all(data.islands.map(load)));
  for (const { id, start } of page.islands) {
    const island = page.island(id);
    if (island) setTimeout(() => render(island, containerBetween(start)));
  }
}

boot();
