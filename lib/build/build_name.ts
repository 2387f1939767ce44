/** The first characters of what the pages were built from: the same for instances that run the same sources. */
export async function buildName(): Promise<string> {
  try {
    return (await Deno.readTextFile(`${import.meta.dirname}/../../_fresh/built_from`)).trim().slice(0, 8);
  } catch {
    return "dev";
  }
}
