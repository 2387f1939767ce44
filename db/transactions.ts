import type postgres from "postgres";
import { isConnectionLost } from "./errors.ts";

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
  new Proxy(sql, {
    get: (target, key) =>
      key === "begin" ? (...args: [Run] | [string, Run]) => begin(target, args) : Reflect.get(target, key),
  });

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

const guard = (transaction: postgres.TransactionSql, life: Life): postgres.TransactionSql =>
  new Proxy(transaction, {
    apply(target, self, args) {
      check(life);
      return Reflect.apply(target, self, args);
    },
    get(target, key) {
      if (key === "unsafe") check(life);
      if (key !== "savepoint") return Reflect.get(target, key);
      return (...args: [Run] | [string, Run]) => {
        check(life);
        const [name, run] = args.length === 1 ? [null, args[0]] : args;
        const guarded = (inner: postgres.TransactionSql) => settle(life, () => run(guard(inner, life)));
        return name === null ? target.savepoint(guarded) : target.savepoint(name, guarded);
      };
    },
  });

function check(life: Life): void {
  if (life.isOver) {
    throw Object.assign(new Error("The transaction's connection is gone"), { code: "CONNECTION_CLOSED" });
  }
}
