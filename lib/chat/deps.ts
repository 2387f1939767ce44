import type { Config } from "@/lib/config.ts";
import type { Clock } from "@/lib/clock.ts";
import type { Database } from "@/db/database.ts";
import type { Files } from "@/lib/files/files.ts";
import type { FactWriter } from "@/db/fact_writer.ts";
import type { Replica } from "@/db/replica.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import type { Announcer, PresenceReader, RateLimiter } from "./ports.ts";

/** What the rules need; made once by `main.ts` and passed down. */
export interface ChatDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly db: Database;
  /** Absent: everything is read from `db`. */
  readonly replica?: Replica | null;
  readonly writer: FactWriter;
  readonly announcer: Announcer;
  readonly presence: PresenceReader;
  readonly rates: RateLimiter;
  /** Absent where nothing of files is asked: messages then have none. */
  readonly files?: Files;
}

/** On whose behalf something is done, as the session proved it. */
export interface Actor {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly isAdmin: boolean;
  readonly sessionId: string;
}
