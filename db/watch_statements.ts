import type postgres from "postgres";
import { wrapClient } from "./wrap_client.ts";

type Handler = (query: unknown) => unknown;

/** What the driver's queries have beside their documented side; without it nothing is watched. */
export interface Statement extends PromiseLike<unknown> {
  handler?: Handler;
  /** The text as it is sent, with `$1` for values. */
  readonly string?: string;
  /** Its connection, once it has one: the same object for all statements there. */
  readonly state?: { readonly pid: number | null } | null;
}

/** Called when a statement is sent, which may have to wait for a connection; gives back what is called at its end. */
export type OnSent = (statement: Statement) => () => void;

/** The same client, whose statements outside of transactions are told of. */
export const watchStatements = (sql: postgres.Sql, onSent: OnSent): postgres.Sql =>
  wrapClient(sql, (...args) => watch(Reflect.apply(sql, undefined, args), onSent), {
    unsafe: (...args) => watch(Reflect.apply(sql.unsafe, undefined, args), onSent),
  });

function watch<Q>(query: Q, onSent: OnSent): Q {
  const statement = query as Q & Statement;
  const { handler } = statement ?? {};
  if (typeof handler !== "function") return query;
  // Called once, when the query is sent: what is only a piece of another is never sent itself.
  statement.handler = (sent) => {
    const end = onSent(statement);
    statement.then(end, end);
    return handler(sent);
  };
  return query;
}
