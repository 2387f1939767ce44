import { isRetryable } from "./errors.ts";

const RETRIES = 3;

/** Runs a whole statement or transaction again when PostgreSQL has rolled it back for the sake of others. */
export async function retrying<T>(run: () => PromiseLike<T>): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!isRetryable(error) || attempt > RETRIES) throw error;
    }
  }
}
