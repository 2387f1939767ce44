import { type ComponentType, render } from "preact";
import { setBuildId } from "../runtime/asset.ts";
import "./hooks.ts";
import { type Boot, type Page, readPage } from "./page.ts";
import { containerBetween } from "./container.ts";

/** Loads the islands of the page, then revives each in a task of its own. */
async function boot(): Promise<void> {
  const source = document.getElementById("f:data");
  if (!source) return;
  const data: Boot = JSON.parse(source.textContent ?? "");
  setBuildId(data.build);
  const components = await Promise.all(
    data.islands.map(async ([url, name]): Promise<ComponentType> => (await import(url))[name]),
  );
  const page = readPage(data, components);
  for (const { id, start } of page.islands) {
    later(() => revive(page, id, start));
  }
}

function revive(page: Page, id: number, start: Comment): void {
  const island = page.island(id);
  if (island) render(island, containerBetween(start));
}

function later(work: () => void): void {
  const { scheduler } = globalThis as {
    scheduler?: { postTask(work: () => void): unknown };
  };
  // A failing island is reported like any other error, and the others go on.
  const guarded = () => {
    try {
      work();
    } catch (error) {
      reportError(error);
    }
  };
  if (scheduler) scheduler.postTask(guarded);
  else setTimeout(guarded, 0);
}

boot();
