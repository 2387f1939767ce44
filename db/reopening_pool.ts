import type postgres from "postgres";
import { isConnectionLost } from "./errors.ts";
import { type Statement, watchStatements } from "./watch_statements.ts";
import { wrapClient } from "./wrap_client.ts";

export interface ReopeningOptions {
  /** A new client, which connects with its first statement. */
  readonly open: () => postgres.Sql;
  /** A server that lives has answered nearly every statement by then. */
  readonly answerMs: number;
  /**
   * Whether a server can be reached now, and works for this backend of it; null asks for the first alone. Rejects with a
   * lost connection when it cannot be reached.
   */
  readonly worksFor: (pid: number | null) => Promise<boolean>;
  /** Called when all connections have been given up. */
  readonly onSilent?: () => void;
}

const LOOK_MS = 1_000;
/** What the old connections that live still owe may come for so long. */
const GRACE_SECONDS = 2;

/** A connection of the driver's. */
type Owing = NonNullable<Statement["state"]>;
/** Who owes an answer to a statement that has no connection yet. */
const NOBODY: Owing = { pid: null };

/**
 * A client that opens new connections when one of them has owed an answer for too long and no server knows of a question.
 * A machine that vanishes, or a router that forgets, says nothing: the statement is simply never answered, TCP tries again
 * for a quarter of an hour, and what was idle in the pool is as dead as what was asked. So all are given up. A server that
 * waits, for its standby perhaps, is left alone: it would wait for those who come anew as well, until it takes no more.
 */
export function reopening({ open, answerMs, worksFor, onSilent = () => {} }: ReopeningOptions): postgres.Sql {
  let current = open();
  const debts = new Debts({
    mostMs: answerMs,
    isLost: async ({ pid }) => !await worksFor(pid).catch((error) => !isConnectionLost(error)),
    onLost() {
      const old = current;
      current = open();
      old.end({ timeout: GRACE_SECONDS }).catch(() => {});
      onSilent();
    },
  });
  const pool = wrapClient(current, (...args) => Reflect.apply(current, undefined, args), {
    unsafe: (...args) => Reflect.apply(current.unsafe, undefined, args),
    begin: (...args) => Reflect.apply(current.begin, undefined, args),
    end: (...args) => {
      debts.stop();
      return Reflect.apply(current.end, undefined, args);
    },
  });
  return watchStatements(pool, (statement) => debts.add(statement));
}

interface DebtsParts {
  readonly mostMs: number;
  /** Asked of who owes for longer. If not, or when it cannot be told, they have their time again. */
  readonly isLost: (overdue: Owing) => Promise<boolean>;
  /** From here on nobody owes anything. */
  readonly onLost: () => void;
}

/** Who owes an answer, and since when, to the second. */
class Debts {
  readonly #parts: DebtsParts;
  #sent = new Set<Statement>();
  #since = new Map<Owing, number>();
  #looking: ReturnType<typeof setInterval> | undefined;
  #isAsking = false;

  constructor(parts: DebtsParts) {
    this.#parts = parts;
  }

  /** Gives back what ends it. */
  add(statement: Statement): () => void {
    const [sent, since] = [this.#sent, this.#since];
    sent.add(statement);
    this.#looking ??= setInterval(() => this.#look(), LOOK_MS);
    return () => {
      sent.delete(statement);
      // Any answer shows that the connection lives: what else waits there, or for its turn, is counted from now on.
      if (statement.state) since.delete(statement.state);
      since.delete(NOBODY);
    };
  }

  stop(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #look(): void {
    if (this.#sent.size === 0) return this.stop();
    const nowMs = performance.now();
    for (const { state } of this.#sent) {
      const owing = state ?? NOBODY;
      const sinceMs = this.#since.get(owing);
      if (sinceMs === undefined) this.#since.set(owing, nowMs);
      else if (nowMs - sinceMs > this.#parts.mostMs) return void this.#ask(owing);
    }
  }

  async #ask(overdue: Owing): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    if (await this.#parts.isLost(overdue).catch(() => false)) {
      this.#sent = new Set();
      this.#since = new Map();
      this.#parts.onLost();
    } else if (this.#since.has(overdue)) {
      this.#since.set(overdue, performance.now());
    }
    this.#isAsking = false;
  }
}
