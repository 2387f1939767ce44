/**
 * What the writer stores a second: deno run -A bench/writer.ts [rows]
 * On the embedded store and, with DATABASE_URL, on that PostgreSQL (an empty database; it is migrated and filled).
 */
import { openDatabase } from "@/db/open.ts";
import { createGroup } from "@/db/group_changes.ts";
import { GroupWriter } from "@/db/group_writer.ts";
import type { Database } from "@/db/database.ts";
import { newId } from "@/lib/ids.ts";

const ROWS = Number(Deno.args[0] ?? 40_000);
const GROUPS = 20;
const AUTHORS = 50;
const BATCHES = [1, 20, 100, 200];

async function prepare(db: Database): Promise<{ authors: string[]; groups: string[] }> {
  const authors = Array.from({ length: AUTHORS }, () => newId());
  await db.sql`
    insert into users (id, username, username_key, email, email_key, password_hash)
    select id, id::text, id::text, '', id::text, '' from unnest(${authors}::uuid[]) as id`;
  const groups = Array.from({ length: GROUPS }, () => newId());
  for (const id of groups) {
    await createGroup(db, {
      ...{ id, messageId: newId(), ownerId: authors[0] ?? "", name: "bench", description: "", avatar: "" },
      ...{ isPrivate: true, maxMembers: 100, memberIds: authors },
    });
  }
  return { authors, groups };
}

/** Keeps `batch` drafts in the queue while one commit is in flight, until `rows` are stored; answers rows per second. */
async function measure(db: Database, batch: number, rows: number): Promise<number> {
  const { authors, groups } = await prepare(db);
  const writer = new GroupWriter(db, { onCommitted: () => {}, maxBatch: batch, linger: null });
  let sent = 0;
  const send = async () => {
    while (sent < rows) {
      const n = sent++;
      await writer.append({
        kind: "message",
        conversationId: groups[n % GROUPS] ?? "",
        authorId: authors[(n * 7) % AUTHORS] ?? "",
        id: newId(),
        clientId: `bench-${n}`,
        type: "text",
        content: `Message ${n}: ${"lorem ipsum ".repeat(8)}`,
        data: {},
        replyTo: null,
      });
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: batch * 2 }, send));
  const seconds = (performance.now() - startedAt) / 1000;
  await writer.close();
  return rows / seconds;
}

async function measureStore(name: string, db: Database): Promise<void> {
  await measure(db, 100, 1_000);
  for (const batch of BATCHES) {
    const rows = batch === 1 ? Math.ceil(ROWS / 20) : ROWS;
    const perSecond = await measure(db, batch, rows);
    say(`${name.padEnd(12)} batches of ${String(batch).padStart(3)}: ${Math.round(perSecond)} rows/s`);
  }
  await db.close();
}

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

const databaseUrl = Deno.env.get("DATABASE_URL");
if (databaseUrl) await measureStore("PostgreSQL", await openDatabase({ databaseUrl, dataDir: "unused" }));
const folder = await Deno.makeTempDir({ prefix: "freshet-" });
await measureStore("embedded", await openDatabase({ databaseUrl: null, dataDir: `${folder}/data` }));
await Deno.remove(folder, { recursive: true });
