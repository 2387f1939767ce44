import type postgres from "postgres";
import { isConnectionLost } from "./errors.ts";
import { type Ask, wrapClient } from "./wrap_client.ts";

type Run = (transaction: postgres.TransactionSql) => unknown;

/** One transaction's connection. */
interface Life {
  isOver: boolean;
  /** Resolves when the driver has noticed that the connection is gone. */
  readonly over: Promise<void>;
}

/** How long the driver may take to notice; an error that looks like a lost connection may also come from another one. */
const NOTICE_MS = 2_000;

/**
 * The same client with safe transactions. When a transaction's connection is gone, the driver still sends what comes next
 * (the body's next statement, `commit`, `rollback`) to a socket that is no more, and throws where nobody can catch it. So
 * a body that has lost its connection never settles; the driver itself rejects `begin` then.
 */
export const guardTransactions = (sql: postgres.Sql): postgres.Sql =>
  wrapClient(sql, sql, { begin: (...args: [Run] | [string, Run]) => begin(sql, args) });

function begin(sql: postgres.Sql, args: [Run] | [string, Run]): Promise<unknown> {
  const [options, run] = args.length === 1 ? ["", args[0]] : args;
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const life: Life = { isOver: false, over };
  const result = sql.begin(options, (transaction) => settle(life, () => run(guard(transaction, life))));
  result.catch(() => {
    life.isOver = true;
    end();
  });
  return result;
}

async function settle(life: Life, run: () => unknown): Promise<unknown> {
  try {
    const value = run();
    const settled = await (Array.isArray(value) ? Promise.all(value) : value);
    if (!life.isOver) return settled;
  } catch (error) {
    if (!life.isOver && !(isConnectionLost(error) && await isNoticed(life))) throw error;
  }
  return await new Promise<never>(() => {});
}

async function isNoticed(life: Life): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([life.over, new Promise((resolve) => timer = setTimeout(resolve, NOTICE_MS))]);
  clearTimeout(timer);
  return life.isOver;
}

function guard(transaction: postgres.TransactionSql, life: Life): postgres.TransactionSql {
  const checked = (ask: Ask): Ask => (...args) => {
    check(life);
    return ask(...args);
  };
  return wrapClient(transaction, checked(transaction), {
    unsafe: checked(transaction.unsafe),
    savepoint: checked((...args: [Run] | [string, Run]) => {
      const [name, run] = args.length === 1 ? [null, args[0]] : args;
      const guarded = (inner: postgres.TransactionSql) => settle(life, () => run(guard(inner, life)));
      return name === null ? transaction.savepoint(guarded) : transaction.savepoint(name, guarded);
    }),
  });
}

function check(life: Life): void {
  if (life.isOver) {
    throw Object.assign(new Error("The transaction's connection is gone"), { code: "CONNECTION_CLOSED" });
  }
}
