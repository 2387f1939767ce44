// What a browser loads for a chat page, gzipped: scripts of the built islands, and the style sheets.
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { ensureBuilt } from "@/lib/build/ensure_built.ts";

const root = join(import.meta.dirname ?? ".", "..");
await ensureBuilt(root, console.log);

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) yield* filesBelow(join(folder, entry.name));
    else yield join(folder, entry.name);
  }
}

for (
  const [kind, folder, ending] of [["script", "_fresh/static", ".js"], ["style", "_fresh/static", "app.css"]] as const
) {
  let [plain, packed] = [0, 0];
  for await (const file of filesBelow(join(root, folder))) {
    if (!file.endsWith(ending)) continue;
    const bytes = await Deno.readFile(file);
    const gzipped = gzipSync(bytes, { level: 9 }).length;
    console.log(`${file.slice(root.length + 1).padEnd(60)} ${bytes.length} ${gzipped}`);
    [plain, packed] = [plain + bytes.length, packed + gzipped];
  }
  console.log(`${kind} in all: ${plain} bytes, ${packed} gzipped`);
}
