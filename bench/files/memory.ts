const MB = 1_000_000;
const SAMPLE_MS = 20;

const rssOf = async (pid: number): Promise<number> => {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
};

export interface Measured {
  readonly seconds: number;
  /** Memory before, at most during, and some seconds after, in MB. */
  readonly before: number;
  readonly peak: number;
  readonly after: number;
}

/** Runs some work while a process is watched: what the operating system gives it, sampled fifty times a second. */
export async function watch(pid: number, work: () => Promise<unknown>): Promise<Measured> {
  const before = await settled(pid);
  let peak = before;
  let isOver = false;
  const sampling = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await rssOf(pid));
      await pause(SAMPLE_MS);
    }
  })();
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  isOver = true;
  await sampling;
  await pause(3_000);
  return { seconds, before: before / MB, peak: peak / MB, after: (await rssOf(pid)) / MB };
}

/** Memory once it does not change any more. */
async function settled(pid: number): Promise<number> {
  let last = await rssOf(pid);
  for (let quiet = 0; quiet < 3;) {
    await pause(500);
    const now = await rssOf(pid);
    quiet = Math.abs(now - last) < MB ? quiet + 1 : 0;
    last = now;
  }
  return last;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
