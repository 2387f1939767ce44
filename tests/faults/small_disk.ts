import { join } from "node:path";
import { statfsSync } from "node:fs";
import { tempFolder } from "../support/temp.ts";

const MiB = 1024 * 1024;
const SIZE_MB = 48;
/** A container's own is 64 MB. */
const SHARED_MEMORY = "/dev/shm";
const SMALL_BYTES = 256 * MiB;

/** A file system of its own that a test can fill to the last byte. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  readonly size: number;
  free(): number;
  /** Takes room until only so much is left, in steps of a block. */
  fill(leave?: number): Promise<void>;
  /** Gives back what `fill` took. */
  clear(): Promise<void>;
}

const mounts = async (...args: string[]): Promise<boolean> => {
  try {
    return (await new Deno.Command(args[0] ?? "", { args: args.slice(1), stderr: "null" }).output()).success;
  } catch {
    return false;
  }
};

const isSmall = (): boolean => {
  try {
    const { blocks, bsize } = statfsSync(SHARED_MEMORY);
    return blocks * bsize <= SMALL_BYTES;
  } catch {
    return false;
  }
};

/** A memory file system of 48 MB where we may mount one, else the shared memory of a container; null where neither is. */
export async function smallDisk(): Promise<SmallDisk | null> {
  const folder = await tempFolder();
  if (await mounts("mount", "-t", "tmpfs", "-o", `size=${SIZE_MB}m`, "freshet-test", folder.path)) {
    return diskAt(folder.path, async () => {
      await mounts("umount", "-l", folder.path);
      await folder[Symbol.asyncDispose]();
    });
  }
  await folder[Symbol.asyncDispose]();
  if (!isSmall()) return null;
  const path = await Deno.makeTempDir({ dir: SHARED_MEMORY });
  return diskAt(path, () => Deno.remove(path, { recursive: true }));
}

function diskAt(path: string, end: () => Promise<void>): SmallDisk {
  const ballast = join(path, "ballast");
  const free = () => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  };
  const { blocks, bsize } = statfsSync(path);
  return {
    path,
    size: blocks * bsize,
    free,
    async fill(leave = 0) {
      using file = await Deno.open(ballast, { append: true, create: true });
      while (free() > leave) {
        const some = new Uint8Array(Math.min(MiB, Math.max(1, free() - leave)));
        await file.write(some);
      }
    },
    async clear() {
      await Deno.remove(ballast).catch(() => {});
    },
    [Symbol.asyncDispose]: end,
  };
}
