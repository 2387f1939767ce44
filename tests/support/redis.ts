import { freePort } from "./ports.ts";
import { type ChildProcess, startProcess } from "./processes.ts";
import { program } from "./programs.ts";
import { removeFolder } from "./temp.ts";
import { until } from "./wait.ts";

/** A throw-away Redis that keeps nothing on disk, ended with its scope. */
export async function startRedis(): Promise<Redis> {
  return await Redis.start([]);
}

/** Three nodes that share the slots between them. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const cluster = ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"];
  const nodes = await Promise.all([0, 1, 2].map(() => Redis.start([...cluster, "--cluster-port", String(freePort())])));
  const all = new RedisCluster(nodes);
  await all.join();
  return all;
}

export class Redis implements AsyncDisposable {
  readonly port = freePort();
  readonly busPort: number | undefined;
  #folder: string;
  #args: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(folder: string, args: readonly string[]) {
    this.#folder = folder;
    this.#args = args;
    this.busPort = args.includes("--cluster-port") ? Number(args.at(-1)) : undefined;
  }

  static async start(args: readonly string[]): Promise<Redis> {
    const redis = new Redis(await Deno.makeTempDir({ prefix: "freshet-redis-" }), args);
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get process(): ChildProcess {
    if (!this.#process) throw new Error("Redis has not been started");
    return this.#process;
  }

  /** Starts it, empty, on its old port. */
  async start(): Promise<void> {
    const where = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.#folder];
    const args = [...where, "--save", "", "--appendonly", "no", ...this.#args];
    this.#process = startProcess({ name: "redis", command: program("redis"), args });
    await this.#process.ready(async () => await this.command("PING") === "PONG", "answers");
  }

  /** `kill -9`; what it held is lost. */
  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** One command, one answer, over a connection of its own. */
  async command(...words: string[]): Promise<string> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
    try {
      const text = words.map((word) => `$${new TextEncoder().encode(word).length}\r\n${word}\r\n`).join("");
      await connection.write(new TextEncoder().encode(`*${words.length}\r\n${text}`));
      return await readReply(connection);
    } finally {
      connection.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process?.kill();
    await removeFolder(this.#folder);
  }
}

export class RedisCluster implements AsyncDisposable {
  readonly nodes: readonly Redis[];

  constructor(nodes: readonly Redis[]) {
    this.nodes = nodes;
  }

  get urls(): string[] {
    return this.nodes.map((node) => node.url);
  }

  /** Makes the nodes known to each other and gives each its third of the slots. */
  async join(): Promise<void> {
    const share = Math.ceil(SLOTS / this.nodes.length);
    for (const [index, node] of this.nodes.entries()) {
      const last = Math.min((index + 1) * share, SLOTS) - 1;
      await node.command("CLUSTER", "ADDSLOTSRANGE", String(index * share), String(last));
      for (const other of this.nodes) {
        if (other !== node) {
          await node.command("CLUSTER", "MEET", "127.0.0.1", String(other.port), String(other.busPort));
        }
      }
    }
    await until(
      async () => {
        const infos = await Promise.all(this.nodes.map((node) => node.command("CLUSTER", "INFO")));
        return infos.every((info) => info.includes("cluster_state:ok") && info.includes("cluster_known_nodes:3"));
      },
      "the Redis nodes have found each other",
      60_000,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node[Symbol.asyncDispose]()));
  }
}

const SLOTS = 16_384;

/** A simple, integer or bulk reply as text; an error reply is thrown. */
async function readReply(connection: Deno.Conn): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for (const chunk = new Uint8Array(16 * 1024);;) {
    const count = await connection.read(chunk);
    if (count === null) throw new Error("Redis closed the connection");
    text += decoder.decode(chunk.subarray(0, count), { stream: true });
    const [head = ""] = text.split("\r\n", 1);
    if (!text.includes("\r\n")) continue;
    if (head.startsWith("-")) throw new Error(`Redis: ${head.slice(1)}`);
    if (!head.startsWith("$")) return head.slice(1);
    const body = text.slice(head.length + 2);
    if (new TextEncoder().encode(body).length >= Number(head.slice(1)) + 2) return body.slice(0, -2);
  }
}
