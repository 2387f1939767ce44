import { join } from "node:path";

/** The folder with deno.json. */
export const ROOT: string = join(import.meta.dirname ?? ".", "../..");

export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
