import { join } from "node:path";
import postgres from "postgres";
import { recordPid, startTime } from "./pid_record.ts";
import { freePort } from "./ports.ts";
import { type ChildProcess, run, startProcess } from "./processes.ts";
import { program } from "./programs.ts";
import { removeFolder } from "./temp.ts";
import { until } from "./wait.ts";

/** Brings the empty database at this address to the product's schema: `migrateUrl` of `db/migrate.ts`. */
export type Migrate = (url: string) => Promise<unknown>;

export interface PostgresOptions {
  /** Real fsync and synchronous commit, for tests that crash things. */
  readonly durable?: boolean;
  /** Further settings, such as `max_connections`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

/** A throw-away PostgreSQL with its own folder and port, ended with its scope. For a mere database: `postgresDatabase`. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const cluster = await Postgres.create(options);
  await cluster.start();
  return cluster;
}

export class Postgres implements AsyncDisposable {
  readonly port = freePort();
  #folder: string;
  #options: PostgresOptions;
  #process: ChildProcess | undefined;

  private constructor(folder: string, options: PostgresOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** `fill` puts a cluster into the folder `data` of a folder; by default a new one. */
  static async create(options: PostgresOptions, fill = initialise): Promise<Postgres> {
    const folder = await Deno.makeTempDir({ prefix: "freshet-pg-" });
    await fill(folder);
    return new Postgres(folder, options);
  }

  get process(): ChildProcess {
    if (!this.#process) throw new Error("PostgreSQL does not run");
    return this.#process;
  }

  url(database = "postgres"): string {
    return urlOf(this.port, database);
  }

  get pid(): number {
    if (!this.#process) throw new Error("PostgreSQL has not been started");
    return this.#process.pid;
  }

  /** Starts it on its old port and data, and waits until it answers a query. */
  async start(): Promise<void> {
    await until(
      async () => {
        const process = startProcess({
          name: "postgres",
          command: join(program("postgresBin"), "postgres"),
          args: ["-D", join(this.#folder, "data"), "-p", String(this.port), ...settings(this.#options)],
          cwd: "/",
          ...owner(),
        });
        try {
          await process.ready(() => query(this.url(), "select 1"), "answers");
        } catch (error) {
          await process.kill();
          // After a SIGKILL the old backends may live for a moment and hold the shared memory.
          if (/still in use|lock file/.test(process.output)) return false;
          throw error;
        }
        this.#process = process;
        return true;
      },
      "PostgreSQL runs",
      60_000,
    );
  }

  /** `fast` rolls back and writes all to disk; `immediate` is the crash PostgreSQL recovers from at its next start. */
  async stop(mode: "fast" | "immediate" = "fast"): Promise<void> {
    await this.#process?.stop(mode === "fast" ? "SIGINT" : "SIGQUIT", 60_000);
    this.#process = undefined;
  }

  async restart(mode: "fast" | "immediate" = "fast"): Promise<void> {
    await this.stop(mode);
    await this.start();
  }

  /** A new migrated database of this cluster; it goes away with the cluster. */
  async database(migrate: Migrate): Promise<string> {
    return this.url(await createDatabase(this.url(), migrate));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process?.isRunning) await this.stop("immediate");
    await removeFolder(this.#folder);
  }
}

/**
 * A new migrated database in the PostgreSQL that all tests of a run share; dropped with its scope. Tests that stop the
 * server or need fsync start one of their own.
 */
export async function postgresDatabase(migrate: Migrate): Promise<TestDatabase> {
  const cluster = await sharedPostgres();
  const name = await createDatabase(cluster, migrate);
  return {
    url: withDatabase(cluster, name),
    [Symbol.asyncDispose]: () => query(cluster, `drop database if exists ${name} with (force)`),
  };
}

/**
 * The address of the shared PostgreSQL. tests/run.ts hands one over; a test run by hand starts its own, once per
 * process (test files are isolates of one process and share nothing but the file system).
 */
export async function sharedPostgres(): Promise<string> {
  const given = Deno.env.get("FRESHET_TEST_POSTGRES");
  if (given) return given;
  const folder = join(
    Deno.env.get("TMPDIR") ?? "/tmp",
    `freshet-pg-of-${Deno.pid}-${startTime(Deno.pid).replace(/\W/g, "")}`,
  );
  const answer = join(folder, "url");
  try {
    await Deno.mkdir(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return await until(() => Deno.readTextFile(answer), `the shared PostgreSQL in ${folder} answers`, 60_000);
  }
  const url = await startDaemon(folder);
  await Deno.writeTextFile(`${answer}.new`, url);
  await Deno.rename(`${answer}.new`, answer);
  return url;
}

/** Started by pg_ctl, so that it belongs to no test; a watching shell ends it when this process is gone, however. */
async function startDaemon(folder: string): Promise<string> {
  const port = freePort();
  const data = join(folder, "data");
  const pgCtl = join(program("postgresBin"), "pg_ctl");
  await initialise(folder);
  await run("sh", ["-c", WATCH, "watch", String(Deno.pid), data, folder], { cwd: "/", detached: true });
  const options = ["-p", String(port), ...settings({ settings: { autovacuum: "off", max_connections: "300" } })];
  const args = ["start", "-w", "-t", "60", "-s", "-D", data, "-l", join(folder, "log"), "-o", options.join(" ")];
  await run(pgCtl, args, { cwd: "/", ...owner() });
  recordPid(Number((await Deno.readTextFile(join(data, "postmaster.pid"))).split("\n")[0]), "shared postgres");
  return urlOf(port, "postgres");
}

/** Waits in the background until that process is gone, then ends PostgreSQL and removes its folder. */
const WATCH = `
( while kill -0 "$1"; do sleep 1; done
  read -r pid <"$2/postmaster.pid" && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.1; done
  rm -rf "$3" ) >/dev/null 2>&1 </dev/null &
`;

async function initialise(folder: string): Promise<void> {
  const { uid, gid } = owner();
  if (uid !== undefined && gid !== undefined) await Deno.chown(folder, uid, gid);
  const shape = ["-A", "trust", "-U", "freshet", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
  await run(join(program("postgresBin"), "initdb"), ["-D", join(folder, "data"), ...shape], { cwd: "/", ...owner() });
}

function settings({ durable = false, settings: more = {} }: PostgresOptions): string[] {
  const quick = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    ...(durable ? {} : quick),
    ...more,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** PostgreSQL refuses to run as root: then it is the system's postgres, else nobody. */
export function owner(): { uid?: number; gid?: number } {
  if (Deno.uid() !== 0) return {};
  const people = Deno.readTextFileSync("/etc/passwd").split("\n").map((line) => line.split(":"));
  const entry = people.find(([name]) => name === "postgres") ?? people.find(([name]) => name === "nobody");
  return { uid: Number(entry?.[2] ?? 65534), gid: Number(entry?.[3] ?? 65534) };
}

/** Migrates once per cluster into a template, under a lock; every database after that is a copy of its files. */
async function createDatabase(cluster: string, migrate: Migrate): Promise<string> {
  const name = `t_${crypto.randomUUID().replaceAll("-", "")}`;
  const sql = postgres(cluster, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`;
    const found = await sql`select 1 from pg_database where datname = 'freshet_template'`;
    if (found.length === 0) {
      await sql`drop database if exists freshet_draft with (force)`;
      await sql`create database freshet_draft`;
      await migrate(withDatabase(cluster, "freshet_draft"));
      await until(async () => {
        await sql`alter database freshet_draft rename to freshet_template`;
        return true;
      }, "the migration has closed its connections");
    }
    await sql`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
    await sql.unsafe(`create database ${name} template freshet_template strategy file_copy`);
  } finally {
    await sql.end();
  }
  return name;
}

const TEMPLATE_LOCK = 7_203_117;

async function query(url: string, text: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}

const urlOf = (port: number, database: string) => `postgres://freshet@127.0.0.1:${port}/${database}`;

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
