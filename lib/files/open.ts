import { join } from "node:path";
import type { Database } from "@/db/database.ts";
import type { Clock } from "@/lib/clock.ts";
import type { Config } from "@/lib/config.ts";
import { logger } from "@/lib/log.ts";
import { DiskStore } from "./disk_store.ts";
import { Files } from "./files.ts";
import { S3Store } from "./s3_store.ts";

const FIRST_SWEEP_MS = 60_000;
const SWEEP_MS = 60 * 60 * 1_000;

type FileSettings = Pick<
  Config,
  "dataDir" | "files" | "fileMaxBytes" | "filesQuotaBytes" | "filesTotalBytes" | "filesShared" | "redisUrl"
>;

/** The files of this server, in its data folder or a bucket. Makes nothing before the first file comes. */
export function openFiles(
  { config, db, clock }: { readonly config: FileSettings; readonly db: Database; readonly clock: Clock },
): Files {
  const folder = join(config.dataDir, "files");
  return new Files({
    db,
    clock,
    store: config.files === "disk" ? new DiskStore(folder) : new S3Store(config.files),
    folder: join(folder, "parts"),
    isHandedOver: config.redisUrl !== null && config.files !== "disk",
    maxBytes: config.fileMaxBytes,
    quotaBytes: config.filesQuotaBytes,
    totalBytes: config.filesTotalBytes,
    // Another instance could not give back what this one has taken.
    refusal: config.redisUrl && config.files === "disk" && !config.filesShared
      ? "Files are not taken here: the instances of this server share no folder for them"
      : null,
  });
}

/** Removes now and then what nobody can reach any more. Returns what stops it and waits for the end of what runs. */
export function keepTidy(files: Pick<Files, "sweep">, clock: Pick<Clock, "after" | "every">): () => Promise<void> {
  let running = Promise.resolve();
  const sweep = () => {
    running = running.then(() => files.sweep()).catch((error) =>
      logger("files").warn("Cannot tidy files: {error}", { error })
    );
  };
  const stops = [clock.after(FIRST_SWEEP_MS, sweep), clock.every(SWEEP_MS, sweep)];
  return async () => {
    for (const stop of stops) stop();
    await running;
  };
}
