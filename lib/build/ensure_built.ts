import { createHash } from "node:crypto";
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
/** A build takes a second or two; one that hangs must not keep a start waiting for ever. */
const LONGEST_MS = 180_000;

/**
 * Builds `_fresh/` unless it was built from exactly these sources. Runs the build in a process of its own, so that the
 * server never carries the bundler's memory; a file lock keeps two starts from building over each other.
 */
export async function ensureBuilt(root: string, say: (sentence: string) => void): Promise<void> {
  const wanted = fingerprint(root);
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
    signal: AbortSignal.timeout(LONGEST_MS),
  });
  const { success, stdout, stderr } = await build.output();
  if (!success) {
    const text = new TextDecoder();
    throw new Error(`Cannot build the pages:\n${text.decode(stdout)}${text.decode(stderr)}`);
  }
}

/** Builds and writes down from which sources, so that a start need not: where it runs it may not even be allowed to write. */
export async function stampBuild(root: string, build: () => Promise<unknown>): Promise<void> {
  const built = fingerprint(root);
  await build();
  await Deno.writeTextFile(join(root, STAMP), built);
}

async function readStamp(root: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(join(root, STAMP));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** SHA-256 over names and contents of all sources, in order of name. Synchronous: a third of the time it takes otherwise. */
function fingerprint(root: string): string {
  const files: string[] = [];
  for (const source of SOURCES) {
    if (source.includes(".")) files.push(source);
    else collect(root, source, files);
  }
  const hash = createHash("sha256");
  for (const file of files.toSorted()) {
    const bytes = Deno.readFileSync(join(root, file));
    hash.update(`${file} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

function collect(root: string, folder: string, files: string[]): void {
  for (const { name, isFile } of Deno.readDirSync(join(root, folder))) {
    const path = `${folder}/${name}`;
    if (isFile) {
      if (!/_test\.tsx?$/.test(name)) files.push(path);
    } else if (name !== "tests" && name !== "node_modules") collect(root, path, files);
  }
}
