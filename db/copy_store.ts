import type postgres from "postgres";
import { MigrationError } from "./errors.ts";

/** How far a copy is: all rows of all tables count. */
export interface CopyProgress {
  readonly table: string;
  readonly copied: number;
  readonly total: number;
}

/** A table, in the order in which rows can be added: those it refers to come first. */
interface Table {
  readonly name: string;
  readonly key: readonly { readonly column: string; readonly type: string }[];
  readonly hasConversation: boolean;
  readonly rows: number;
}

interface Mark {
  readonly table: string;
  readonly copied: number;
  /** Key of the last row that was copied, as text. */
  readonly after: readonly string[];
}

const BATCH = 500;

/**
 * Copies everything from one store into another, both migrated to the same schema. Every batch commits together with
 * how far it came, so that a copy which was interrupted goes on where it stopped. Throws `MigrationError` when the target
 * holds anything that this source has not put there.
 */
export async function copyStore(
  source: postgres.Sql,
  target: postgres.Sql,
  onProgress: (progress: CopyProgress) => void,
): Promise<void> {
  const tables = await readTables(source);
  const origin = await originOf(source);
  let mark = await beginOrGoOn(target, origin, tables);
  const total = tables.reduce((sum, { rows }) => sum + rows, 0);
  const from = mark ? tables.findIndex(({ name }) => name === mark?.table) : 0;
  let before = tables.slice(0, from).reduce((sum, { rows }) => sum + rows, 0);
  for (const table of tables.slice(from)) {
    mark = mark?.table === table.name ? mark : { table: table.name, copied: 0, after: [] };
    for (;;) {
      const batch = await readBatch(source, table, mark.after);
      const last = batch.at(-1);
      if (!last) break;
      mark = { table: table.name, copied: mark.copied + batch.length, after: last.key };
      await writeBatch(target, table, batch.map(({ row }) => row), mark);
      onProgress({ table: table.name, copied: before + mark.copied, total });
    }
    before += table.rows;
  }
}

/** Names every part that differs, with both counts; a conversation is a part of its own. Empty: the same, row by row. */
export async function compareStores(source: postgres.Sql, target: postgres.Sql): Promise<string[]> {
  const differing: string[] = [];
  for (const table of await readTables(source)) {
    const [here, there] = [await sums(source, table), await sums(target, table)];
    for (const part of new Set([...here.keys(), ...there.keys()])) {
      const [a, b] = [here.get(part), there.get(part)];
      if (a?.sum === b?.sum) continue;
      differing.push(
        `${table.name}${part && ` of conversation ${part}`}: ${a?.rows ?? 0} rows here, ${b?.rows ?? 0} there`,
      );
    }
  }
  return differing;
}

/** How many rows each table has, without those that have none. */
export async function countRows(sql: postgres.Sql): Promise<{ table: string; rows: number }[]> {
  const tables = await readTables(sql);
  return tables.filter(({ rows }) => rows > 0).map(({ name, rows }) => ({ table: name, rows }));
}

/** After this the target is a store like any other. */
export async function endCopy(target: postgres.Sql): Promise<void> {
  await target`drop table freshet_copy`;
}

/** Whether a copy into this store was begun and not finished. */
export async function isHalfCopied(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`select to_regclass('freshet_copy') is not null as found`;
  return row?.found ?? false;
}

async function beginOrGoOn(target: postgres.Sql, origin: string, tables: readonly Table[]): Promise<Mark | null> {
  if (await isHalfCopied(target)) {
    const [row] = await target<{ origin: string; mark: Mark | null }[]>`select origin, mark from freshet_copy`;
    if (row && row.origin === origin && (row.mark === null || tables.some(({ name }) => name === row.mark?.table))) {
      return row.mark;
    }
    throw new MigrationError("Another data folder is being moved into this database; take an empty one");
  }
  const [found] = await countRows(target);
  if (found) {
    throw new MigrationError(
      `The database is not empty (${found.table} has ${found.rows} rows); move into an empty one`,
    );
  }
  await target.begin(async (transaction) => {
    await transaction`create table freshet_copy (origin text not null, mark jsonb)`;
    await transaction`insert into freshet_copy (origin) values (${origin})`;
  });
  return null;
}

/** When the store was first migrated, to the microsecond. */
async function originOf(source: postgres.Sql): Promise<string> {
  const [row] = await source<{ origin: string }[]>`
    select min(applied_at at time zone 'UTC')::text as origin from freshet_migrations`;
  return row?.origin ?? "";
}

async function readBatch(source: postgres.Sql, { name, key }: Table, after: readonly string[]) {
  const columns = key.map(({ column }) => `"${column}"`).join(", ");
  const keys = key.map(({ column }) => `"${column}"::text`).join(", ");
  const given = key.map(({ type }, index) => `$${index + 1}::text::${type}`).join(", ");
  const where = after.length > 0 ? `where (${columns}) > (${given})` : "";
  return await source.unsafe<{ row: string; key: string[] }[]>(
    `select to_jsonb(t)::text as row, array[${keys}] as key from "${name}" t ${where} order by ${columns} limit ${BATCH}`,
    [...after],
  );
}

async function writeBatch(target: postgres.Sql, { name }: Table, rows: readonly string[], mark: Mark): Promise<void> {
  await target.begin(async (transaction) => {
    await transaction.unsafe(
      `insert into "${name}" select * from jsonb_populate_recordset(null::"${name}", $1::text::jsonb)`,
      [`[${rows.join(",")}]`],
    );
    await transaction`update freshet_copy set mark = ${JSON.stringify(mark)}::text::jsonb`;
  });
}

async function readTables(sql: postgres.Sql): Promise<Table[]> {
  const found = await sql<{ name: string; columns: string[]; types: string[]; needs: string[]; parted: boolean }[]>`
    select c.relname as name, k.columns, k.types,
      array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'conversation_id' and a.attnotnull)
        as parted
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join lateral (
      select array_agg(a.attname::text order by p.n) as columns,
        array_agg(format_type(a.atttypid, a.atttypmod) order by p.n) as types
      from pg_index i
      cross join lateral unnest(i.indkey) with ordinality p (attnum, n)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = p.attnum
      where i.indrelid = c.oid and i.indisprimary
    ) k on k.columns is not null
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'freshet\\_%'
    order by c.relname`;
  const tables = new Map<string, Table>();
  const add = async ({ name, columns, types, needs, parted }: typeof found[number]): Promise<void> => {
    for (const needed of needs) {
      const other = found.find((table) => table.name === needed);
      if (other && !tables.has(needed)) await add(other);
    }
    if (tables.has(name)) return;
    const [count] = await sql.unsafe<{ rows: number }[]>(`select count(*)::int as rows from "${name}"`);
    const key = columns.map((column, index) => ({ column, type: types[index] ?? "text" }));
    tables.set(name, { name, key, hasConversation: parted, rows: count?.rows ?? 0 });
  };
  for (const table of found) await add(table);
  return [...tables.values()];
}

interface Sum {
  readonly rows: number;
  readonly sum: string;
}

/** Rows and a checksum over them in the order of their key, for the whole table or for each conversation in it. */
async function sums(sql: postgres.Sql, { name, key, hasConversation }: Table): Promise<Map<string, Sum>> {
  const part = hasConversation ? "conversation_id::text" : "''";
  const order = key.map(({ column }) => `"${column}"`).join(", ");
  const rows = await sql.begin(async (transaction) => {
    await transaction`set local statement_timeout = 0`;
    return await transaction.unsafe<{ part: string; rows: number; sum: string }[]>(
      `select ${part} as part, count(*)::int as rows,
        md5(string_agg(md5(to_jsonb(t)::text), '' order by ${order})) as sum from "${name}" t group by 1`,
    );
  });
  return new Map(rows.map(({ part, rows, sum }) => [part, { rows, sum }]));
}
