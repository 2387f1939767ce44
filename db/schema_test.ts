import assert from "node:assert/strict";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import * as schema from "./schema.ts";
import { openEmbedded } from "./tests/stores.ts";

Deno.test("schema.ts has every table and column that the migrations make, with the same types", async () => {
  await using db = await openEmbedded();
  const rows = await db.sql<{ table: string; column: string; type: string; required: boolean; has_default: boolean }[]>`
    select c.relname::text as table, a.attname::text as column, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull as required, a.atthasdef as has_default
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and c.relname <> 'freshet_migrations'`;
  const made = rows.map((row) => ({ ...row }));
  const described = Object.values(schema).filter((value) => is(value, PgTable)).flatMap((table) => {
    const { name, columns, primaryKeys } = getTableConfig(table);
    const keys = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
    return columns.map((column) => ({
      table: name,
      column: column.name,
      type: column.getSQLType(),
      required: column.notNull || keys.has(column.name),
      has_default: column.hasDefault,
    }));
  });
  const sorted = (list: readonly { table: string; column: string }[]) =>
    list.toSorted((a, b) => `${a.table}.${a.column}`.localeCompare(`${b.table}.${b.column}`));
  assert.ok(made.length > 100);
  assert.deepEqual(sorted(described), sorted(made));
});
