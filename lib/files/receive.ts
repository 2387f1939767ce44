import { ChatError } from "@/lib/errors.ts";
import { storageFull } from "./room.ts";

/** When an upload counts as too slow to wait for. */
export interface Patience {
  /** Without a byte for so long. */
  readonly idleMs: number;
  /** After `graceMs`, fewer than so many bytes a second on the whole. */
  readonly bytesPerSecond: number;
  readonly graceMs: number;
}

export const PATIENCE: Patience = { idleMs: 30_000, bytesPerSecond: 1_024, graceMs: 30_000 };

const ROOM_STEP_BYTES = 4 * 1024 * 1024;

export interface ReceiveOptions {
  /** Where in the file the body begins; the file has as many bytes. */
  readonly offset: number;
  /** What the file may have at the end. */
  readonly maxBytes: number;
  /** How many more bytes the disk takes; asked now and then. */
  readonly room?: () => Promise<number>;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

/** Writes a body to a file as it comes, so that memory stays flat. Returns how many bytes the file has now. */
export async function receive(
  path: string,
  body: ReadableStream<Uint8Array> | null,
  options: ReceiveOptions,
): Promise<number> {
  using file = await Deno.open(path, { write: true, create: true, mode: 0o600 });
  await file.truncate(options.offset);
  await file.seek(options.offset, Deno.SeekMode.Start);
  let size = options.offset;
  if (!body) return size;
  const reader = body.getReader();
  const watch = watchPace(options, (reason) => void reader.cancel(reason).catch(() => {}));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      watch.check();
      if (done) return size;
      size += value.byteLength;
      if (size > options.maxBytes) throw tooLarge(options.maxBytes);
      if (Math.floor(size / ROOM_STEP_BYTES) > Math.floor((size - value.byteLength) / ROOM_STEP_BYTES)) {
        if ((await options.room?.() ?? Infinity) < value.byteLength) throw storageFull();
      }
      watch.count(value.byteLength);
      await writeAll(file, value);
    }
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  } finally {
    watch.stop();
  }
}

export const tooLarge = (maxBytes: number): ChatError =>
  new ChatError("too_large", {
    text: `File is too large: at most ${maxBytes.toLocaleString("en")} bytes`,
    field: "file",
  });

/** Stops what comes too slowly, or what somebody has taken over. `check` throws once that has happened. */
function watchPace({ patience, signal }: ReceiveOptions, cancel: (reason: Error) => void) {
  let failure: ChatError | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let received = 0;
  const startedAt = performance.now();
  const fail = (text: string) => {
    failure ??= new ChatError("bad_request", { text });
    cancel(failure);
  };
  const onAbort = () => fail("The upload was begun again elsewhere");
  const rearm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => fail("The upload came too slowly"), patience.idleMs);
  };
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  rearm();
  return {
    count(bytes: number) {
      received += bytes;
      rearm();
      const ms = performance.now() - startedAt;
      if (ms > patience.graceMs && received * 1_000 < patience.bytesPerSecond * ms) fail("The upload came too slowly");
    },
    check() {
      if (failure) throw failure;
    },
    stop() {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.byteLength) at += await file.write(bytes.subarray(at));
}
