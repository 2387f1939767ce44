import { join } from "node:path";
import { connect } from "@/db/client.ts";
import { owner, Postgres } from "./postgres.ts";
import { run } from "./processes.ts";
import { program } from "./programs.ts";

/** A standby that streams from a running server, by the name `standby`, and answers reading. */
export async function startStandby(primary: Postgres): Promise<Postgres> {
  const standby = await Postgres.create({ durable: true }, async (folder) => {
    const { uid, gid } = owner();
    if (uid !== undefined && gid !== undefined) await Deno.chown(folder, uid, gid);
    const from = ["-h", "127.0.0.1", "-p", String(primary.port), "-U", "freshet"];
    const args = ["-D", join(folder, "data"), ...from, "-X", "stream", "-c", "fast", "--no-sync"];
    await run(join(program("postgresBin"), "pg_basebackup"), args, { cwd: "/", ...owner() });
    const conninfo = `host=127.0.0.1 port=${primary.port} user=freshet application_name=standby`;
    await writeOwned(join(folder, "data", "standby.signal"), "");
    await writeOwned(join(folder, "data", "postgresql.auto.conf"), `primary_conninfo = '${conninfo}'\n`);
  });
  await standby.start();
  return standby;
}

/** One statement at a server, over a connection of its own. */
export async function tell<T extends object>(server: Postgres, text: string, database?: string): Promise<T[]> {
  const { sql } = connect({ url: server.url(database) }, { max: 1, statementMs: 0, lockMs: 0 });
  try {
    return await sql.unsafe<T[]>(text);
  } finally {
    await sql.end();
  }
}

async function writeOwned(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, text);
  const { uid, gid } = owner();
  if (uid !== undefined && gid !== undefined) await Deno.chown(path, uid, gid);
}
