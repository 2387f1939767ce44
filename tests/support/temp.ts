import { join } from "node:path";
import { until } from "./wait.ts";

/** A folder that goes away with its scope. */
export interface TempFolder extends AsyncDisposable {
  readonly path: string;
  /** A path inside the folder. */
  join(...parts: string[]): string;
}

/** A new folder under the system's temporary one. The name is short: socket paths in it have about 100 bytes. */
export async function tempFolder(prefix = "freshet-"): Promise<TempFolder> {
  const path = await Deno.makeTempDir({ prefix });
  return {
    path,
    join: (...parts) => join(path, ...parts),
    [Symbol.asyncDispose]: () => removeFolder(path),
  };
}

/** Removes a folder, again and again while a process that is just ending still writes into it. */
export async function removeFolder(path: string): Promise<void> {
  await until(async () => {
    try {
      await Deno.remove(path, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return true;
  }, `${path} is removed`);
}
