import { elsewhere, empty } from "./elsewhere.ts";
import { ROOT } from "./paths.ts";
import { freePort } from "./ports.ts";
import { type ChildProcess, startProcess } from "./processes.ts";
import { removeFolder } from "./temp.ts";

/** Arguments of Deno that start the product, as `deno task start` does once everything is installed. */
export const SERVE: readonly string[] = ["run", "-A", "--node-modules-dir=manual", "serve.ts"];

export interface ServerOptions {
  /** PostgreSQL instead of the embedded store. */
  readonly databaseUrl?: string;
  /** Several instances, with `databaseUrl`. */
  readonly redisUrl?: string;
  /** `FRESHET_DATA`; by default a new folder that goes away with the server. */
  readonly dataFolder?: string;
  /** Further settings, by their names in the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly name?: string;
  /** Why this test needs a server of its own where it was given the address of another. */
  readonly own?: string;
}

/** Starts the product as people do, `serve.ts` in a process of its own, and waits until it answers. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const isUsual = !options.databaseUrl && !options.redisUrl && !options.dataFolder;
  const running = isUsual ? elsewhere(options) : null;
  if (running) {
    await empty(running.databaseUrl);
    return new Server(options, "", false, running.url);
  }
  const data = options.dataFolder ?? await Deno.makeTempDir({ prefix: "freshet-data-" });
  const server = new Server(options, data, options.dataFolder === undefined);
  try {
    await server.start();
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return server;
}

export class Server implements AsyncDisposable {
  readonly port = freePort();
  readonly dataFolder: string;
  #options: ServerOptions;
  #ownsData: boolean;
  #process: ChildProcess | undefined;
  #url: string;

  constructor(options: ServerOptions, dataFolder: string, ownsData: boolean, url = "") {
    this.#options = options;
    this.dataFolder = dataFolder;
    this.#ownsData = ownsData;
    this.#url = url;
  }

  /** `http://127.0.0.1:<port>`, as the server itself printed it; the same after a restart. */
  get url(): string {
    return this.#url;
  }

  get process(): ChildProcess {
    if (!this.#process) throw new Error("The server has not been started");
    return this.#process;
  }

  /** What this run of the server has said. */
  get output(): string {
    return this.process.output;
  }

  /** Starts it, or starts it again on the same port and data. */
  async start(): Promise<void> {
    const { databaseUrl = "", redisUrl = "", env = {}, name = "server" } = this.#options;
    this.#process = startProcess({
      name,
      command: Deno.execPath(),
      args: SERVE,
      cwd: ROOT,
      clearEnv: true,
      env: {
        ...inherited(),
        PORT: String(this.port),
        HOST: "127.0.0.1",
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        FRESHET_DATA: this.dataFolder,
        FRESHET_BCRYPT_COST: "4",
        NO_COLOR: "1",
        ...env,
      },
    });
    this.#url = (await this.#process.said(/http:\/\/127\.0\.0\.1:\d+/))[0];
    await this.#process.ready(() => answers(`${this.#url}/health/live`), "answers /health/live");
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** SIGTERM: tells its clients, writes what is left, and ends; gives back its exit code. */
  async drain(): Promise<number> {
    return (await this.process.stop("SIGTERM")).code;
  }

  /** A crash, and up again on the same port and data. */
  async crash(): Promise<void> {
    await this.kill();
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process?.kill();
    if (this.#ownsData) await removeFolder(this.dataFolder);
  }
}

/** The environment without the product's own settings, which a developer's shell or `.env` may hold. */
function inherited(): Record<string, string> {
  const own = /^(PORT|HOST|DATABASE_URL|JWT_SECRET|(DB|REDIS|FRESHET|LOG|OTEL)_.*)$/;
  const kept = Object.entries(Deno.env.toObject()).filter(([name]) => !own.test(name));
  const unset = ["DB_HOST", "REDIS_HOST", "JWT_SECRET", "FRESHET_ORIGINS", "FRESHET_TRUSTED_PROXIES"];
  return { ...Object.fromEntries(unset.map((name) => [name, ""])), ...Object.fromEntries(kept) };
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.ok;
}
