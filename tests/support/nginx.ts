import { freePort } from "./ports.ts";
import { type ChildProcess, startProcess } from "./processes.ts";
import { program } from "./programs.ts";
import { type TempFolder, tempFolder } from "./temp.ts";
import { until } from "./wait.ts";

/** nginx in front of these instances, as a cluster has it: any request to any of them, sockets included. */
export async function startNginx(instances: readonly string[], port = freePort()): Promise<Nginx> {
  const nginx = new Nginx(await tempFolder("freshet-nginx-"), port);
  await nginx.start(instances);
  return nginx;
}

export class Nginx implements AsyncDisposable {
  readonly port: number;
  #folder: TempFolder;
  #process: ChildProcess | undefined;
  #instances: readonly string[] = [];

  constructor(folder: TempFolder, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get process(): ChildProcess {
    if (!this.#process) throw new Error("nginx has not been started");
    return this.#process;
  }

  async start(instances: readonly string[]): Promise<void> {
    this.#instances = instances;
    const file = this.#folder.join("nginx.conf");
    await Deno.writeTextFile(file, configuration(this.port, this.#folder.path, instances));
    const args = ["-p", this.#folder.path, "-c", file, "-e", this.#folder.join("error.log")];
    this.#process = startProcess({ command: program("nginx"), args });
    await this.#process.ready(() => accepts(this.port), "accepts connections");
  }

  /** After it was killed; its workers outlive it and hold the port, so they go first. */
  async restart(): Promise<void> {
    for (const pid of listOpeners(this.#folder.join("error.log"))) end(pid);
    await this.start(this.#instances);
  }

  /** Sends new connections to these instances; those that are open stay where they are. */
  async use(instances: readonly string[]): Promise<void> {
    const before = await this.#workers();
    this.#instances = instances;
    await Deno.writeTextFile(this.#folder.join("nginx.conf"), configuration(this.port, this.#folder.path, instances));
    this.process.signal("SIGHUP");
    await until(async () => {
      const now = await this.#workers();
      return now.length > 0 && now.every((pid) => !before.includes(pid));
    }, "nginx has taken its new configuration");
  }

  /** SIGQUIT would wait for open sockets for ever; SIGTERM closes them. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process?.isRunning) await this.#process.stop("SIGTERM");
    await this.#folder[Symbol.asyncDispose]();
  }

  /** Workers that take new connections; one that was told to finish says so in its title. */
  async #workers(): Promise<string[]> {
    const { stdout } = await new Deno.Command("ps", { args: ["-A", "-o", "pid=,ppid=,args="] }).output();
    return new TextDecoder().decode(stdout).split("\n").map((line) => line.trim().split(/\s+/))
      .filter(([, parent, ...title]) => Number(parent) === this.process.pid && !title.join(" ").includes("shutting"))
      .map(([pid = ""]) => pid);
  }
}

function configuration(port: number, folder: string, instances: readonly string[]): string {
  return `daemon off;
${Deno.uid() === 0 ? "user root;" : ""}
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  server_tokens off;
  client_max_body_size 64m;
  ${TEMP_PATHS.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
  upstream instances {
    ${instances.map((url) => `server ${new URL(url).host} max_fails=1 fail_timeout=1s;`).join("\n    ")}
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://instances;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_read_timeout 1h;
      proxy_buffering off;
    }
  }
}
`;
}

const TEMP_PATHS = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** Processes that have this file open; none where the system has no `/proc`. */
function listOpeners(path: string): number[] {
  const isOpen = (pid: string): boolean => {
    try {
      const folder = `/proc/${pid}/fd`;
      return [...Deno.readDirSync(folder)].some(({ name }) => Deno.readLinkSync(`${folder}/${name}`) === path);
    } catch {
      return false; // gone meanwhile, or not ours to look into
    }
  };
  if (Deno.build.os !== "linux") return [];
  return [...Deno.readDirSync("/proc")].map(({ name }) => name).filter((name) => /^\d+$/.test(name) && isOpen(name))
    .map(Number);
}

function end(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function accepts(port: number): Promise<boolean> {
  (await Deno.connect({ hostname: "127.0.0.1", port })).close();
  return true;
}
