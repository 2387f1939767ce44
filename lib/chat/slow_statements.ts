import { listSlowStatements, type SlowList } from "@/db/slow_statements.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { checkAdmin } from "./people/administer.ts";

/** The slowest statements of the store, without values: for administrators. */
export async function slowStatements(deps: Pick<ChatDeps, "db">, actor: Actor): Promise<SlowList> {
  checkAdmin(actor);
  return await listSlowStatements(deps.db);
}
