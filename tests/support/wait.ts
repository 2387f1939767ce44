/** What a condition may answer while it does not hold yet. */
type NotYet = false | null | undefined | 0 | "";

/**
 * Polls until `condition` answers something truthy, and returns that. A throw counts as "not yet" and is shown if the
 * deadline passes: a deadline is for a broken product, so it is generous; a passing test never waits for it.
 */
export async function until<T>(
  condition: () => T | NotYet | Promise<T | NotYet>,
  what: string,
  deadlineMs = 20_000,
): Promise<T> {
  const endsAt = performance.now() + deadlineMs;
  let lastError: unknown;
  for (let pauseMs = 2;; pauseMs = Math.min(pauseMs * 2, 100)) {
    try {
      const answer = await condition();
      if (answer) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > endsAt) {
      throw new Error(`Waited ${deadlineMs} ms in vain until ${what}`, { cause: lastError });
    }
    await pause(pauseMs);
  }
}

/** Resolves like `promise`, or rejects with a sentence once the deadline has passed. */
export async function within<T>(promise: Promise<T>, what: string, deadlineMs = 20_000): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${deadlineMs} ms in vain for ${what}`)), deadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** For pacing traffic and polling, never for "it should have happened by now". */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
