import type postgres from "postgres";

/** How often the store is looked at. */
const LOOK_MS = 10_000;

export class Upkeep {
  #timer: ReturnType<typeof setInterval>;
  constructor(_sql: postgres.Sql) {
    this.#timer = setInterval(() => {}, LOOK_MS);
  }
  stop(): Promise<void> {
    clearInterval(this.#timer);
    return Promise.resolve();
  }
}
