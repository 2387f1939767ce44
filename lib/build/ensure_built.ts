import { join } from "node:path";

/** What the bundles are made of; a change in any of these files makes a build stale. */
const SOURCES = [
  "islands",
  "components",
  "lib",
  "routes",
  "static",
  "packages/fresh",
  "deno.json",
  "deno.lock",
  "dev.ts",
];
const STAMP = "_fresh/built_from";

/**
 * Builds `_fresh/` unless it was built from exactly these sources. Runs the build in a process of its own, so that the
 * server never carries the bundler's memory; a file lock keeps two starts from building over each other.
 */
export async function ensureBuilt(root: string, say: (sentence: string) => void): Promise<void> {
  const wanted = await fingerprint(root);
  if (await readStamp(root) === wanted) return;
  using lock = await Deno.open(join(root, ".build.lock"), { create: true, write: true });
  await lock.lock(true);
  if (await readStamp(root) === wanted) return;
  say("Building the pages, once after each change");
  const build = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(root, "dev.ts"), "build"],
    cwd: root,
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr } = await build.output();
  if (!success) {
    const text = new TextDecoder();
    throw new Error(`Cannot build the pages:\n${text.decode(stdout)}${text.decode(stderr)}`);
  }
  await Deno.writeTextFile(join(root, STAMP), wanted);
}

async function readStamp(root: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(join(root, STAMP));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** SHA-256 over names and contents of all sources, in order of name. */
async function fingerprint(root: string): Promise<string> {
  const files: string[] = [];
  for (const source of SOURCES) await collect(root, source, files);
  const digests = await Promise.all(
    files.toSorted().map(async (file) => {
      const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(join(root, file)));
      return `${file} ${hex(digest)}`;
    }),
  );
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(digests.join("\n"))));
}

async function collect(root: string, path: string, files: string[]): Promise<void> {
  const info = await Deno.stat(join(root, path)).catch(() => null);
  if (info === null) return;
  if (info.isFile) {
    if (!/_test\.tsx?$/.test(path)) files.push(path);
    return;
  }
  for await (const entry of Deno.readDir(join(root, path))) {
    if (entry.name !== "tests" && entry.name !== "node_modules") await collect(root, `${path}/${entry.name}`, files);
  }
}

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
