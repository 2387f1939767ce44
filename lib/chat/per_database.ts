import type { Database } from "@/db/database.ts";

/** What is kept in memory about one database, made when it is first asked for and gone with it. */
export function perDatabase<T>(make: () => T): (db: Database) => T {
  const madeFor = new WeakMap<Database, T>();
  return (db) => {
    const made = madeFor.get(db) ?? make();
    madeFor.set(db, made);
    return made;
  };
}
