/** UUID in lower case, the only form our ids have. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Where the random bits of a UUIDv4 begin that stand at the same place in a UUIDv7, its variant among them. */
const RANDOM_FROM = 15;

/** A new UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits. Sorts roughly by time of making. */
export function newId(nowMs: number = Date.now()): string {
  const time = Math.floor(nowMs).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(RANDOM_FROM)}`;
}

/** Whether a text is an id as we write them. Anything else never reaches the database. */
export const isId = (text: unknown): text is string => typeof text === "string" && ID.test(text);
