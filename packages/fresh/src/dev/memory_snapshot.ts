import { pathToFileURL } from "node:url";
import type { RouteFile, Snapshot } from "../snapshot.ts";
import type { Build } from "./build.ts";

/** Makes a build usable in this process, without writing anything. */
export async function memorySnapshot(build: Build): Promise<Snapshot> {
  const load = (file: string): Promise<Record<string, unknown>> => import(pathToFileURL(file).href);
  const islands = await Promise.all(
    build.islands.map(async ({ name, file, url }) => ({ name, url, exports: await load(file) })),
  );
  const routes = await Promise.all(
    build.routes.map(async ({ path, file, isEager }): Promise<RouteFile> => {
      return { path, load: () => load(file), module: isEager ? await load(file) : undefined };
    }),
  );
  const { buildId, entry, reload, statics, config: { root, mode } } = build;
  return { buildId, root, mode, entry, reload, islands, routes, statics };
}
