import { join } from "node:path";
import { parseEnv } from "node:util";

/** The settings in `.env` of a folder; none when there is no such file. The environment itself wins over them. */
export async function load(folder: string | undefined): Promise<Record<string, string | undefined>> {
  if (folder === undefined) return {};
  try {
    return parseEnv(await Deno.readTextFile(join(folder, ".env")));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}
