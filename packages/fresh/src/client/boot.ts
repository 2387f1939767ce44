import { type ComponentType, render } from "preact";
import { setBuildId } from "../runtime/asset.ts";
import { containerBetween } from "./container.ts";
import "./hooks.ts";
import { type Boot, readPage } from "./page.ts";

/** Loads the islands of the page, then revives each in a task of its own, so that a broken one leaves the rest alone. */
async function boot(): Promise<void> {
  const data: Boot = JSON.parse(document.getElementById("f:data")?.textContent ?? "null");
  if (!data) return;
  setBuildId(data.buildId);
  const load = async ([url, name]: readonly [string, string]): Promise<ComponentType> => (await import(url))[name];
  const page = readPage(data, await Promise.all(data.islands.map(load)));
  for (const { id, start } of page.islands) setTimeout(() => render(page.island(id), containerBetween(start)), 0);
}

boot();
