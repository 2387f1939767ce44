// Runs contenders alternately (A B C, A B C, ...) and writes one JSON line per
// run plus a table of medians.  deno run -A lab.ts SUITE [-r ROUNDS] [-o FILE] [-k NAME-PART]
// Environment: BENCH_TMP (scratch), BENCH_NPM (a folder with node_modules), DATABASE_URL,
// PGPID (postmaster), REDIS_HOST, REDISPID; see README.md and up.sh.
const env = (k: string, d = "") => Deno.env.get(k) ?? d;
const here = new URL(".", import.meta.url).pathname;
const tmp = env("BENCH_TMP");
const secret = "bench-secret";
let nextPort = 21000 + Math.floor(Math.random() * 300);

export type Contender = {
  name: string;
  peer: string; // folder under peers/, or a command with PORT in its environment
  env?: Record<string, string>;
  load?: string[]; // generator arguments
  store?: boolean; // truncates messages before and counts it after
  redis?: boolean;
  instances?: number;
  path?: string;
  settle?: number;
  count?: string; // SQL that counts stored messages of run {run}
  countDatabase?: string; // where, if not in DATABASE_URL
};

async function sh(cmd: string, args: string[]): Promise<string> {
  const o = await new Deno.Command(cmd, { args, stdout: "piped", stderr: "piped" }).output();
  if (!o.success) throw new Error(cmd + ": " + new TextDecoder().decode(o.stderr));
  return new TextDecoder().decode(o.stdout).trim();
}
const psql = (q: string, database?: string) =>
  sh("psql", [
    database ? env("DATABASE_URL").replace("/bench", "/" + database) : env("DATABASE_URL"),
    "-qAtX",
    "-c",
    q,
  ]);

async function up(port: number, ms = 30000) {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch {
      await new Promise((r) => setTimeout(r, 50));
    }
  }
  throw new Error("server did not listen on " + port);
}

export async function one(c: Contender): Promise<Record<string, unknown>> {
  if (c.store) await sh("psql", [env("DATABASE_URL"), "-qX", "-f", here + "schema.sql"]);
  if (c.store) await psql("CHECKPOINT");
  const n = c.instances ?? 1;
  const kids: Deno.ChildProcess[] = [], ports: number[] = [];
  try {
    for (let i = 0; i < n; i++) {
      const port = nextPort++;
      ports.push(port);
      const log = tmp + "/server.log";
      const p = new Deno.Command("sh", {
        args: ["-c", `exec "$0" >>"${log}" 2>&1`, here + "peers/" + c.peer + "/run.sh"],
        env: {
          PORT: String(port),
          JWT_SECRET: secret,
          NODE_ENV: "production",
          INSTANCE: String(i),
          ...(c.redis ? { REDIS: c.peer === "go-seed" ? env("REDIS_HOST") : "redis://" + env("REDIS_HOST") } : {}),
          ...c.env,
        },
      }).spawn();
      kids.push(p);
      await up(port);
    }
    await new Promise((r) => setTimeout(r, c.settle ?? 700));
    const path = c.path ?? "/ws?token={token}";
    const args = [
      "-label",
      c.name,
      "-secret",
      secret,
      "-url",
      ports.map((p) => `ws://127.0.0.1:${p}${path}`).join(","),
      ...(c.load ?? []),
    ];
    kids.forEach((k, i) => args.push("-pid", (i ? "server" + (i + 1) : "server") + "=" + k.pid));
    if (c.store) args.push("-pid", "pg=" + env("PGPID"));
    if (c.redis) args.push("-pid", "redis=" + env("REDISPID"));
    const o = await new Deno.Command(tmp + "/load", { args, stdout: "piped", stderr: "inherit" }).output();
    const t = new TextDecoder().decode(o.stdout).trim();
    if (!t) throw new Error("generator failed");
    const r = JSON.parse(t);
    if (c.store && r.mode !== "idle") {
      const count = c.count ?? "SELECT count(*) FROM messages WHERE content LIKE '~M{run}%'";
      r.persisted = +(await psql(count.replace("{run}", String(r.run)), c.countDatabase));
    }
    return r;
  } finally {
    for (const k of kids) {
      try {
        k.kill("SIGTERM");
      } catch { /* gone */ }
      const t = setTimeout(() => {
        try {
          k.kill("SIGKILL");
        } catch { /* gone */ }
      }, 3000);
      await k.status;
      clearTimeout(t);
    }
  }
}

const med = (a: number[]): number => {
  const s = [...a].sort((x, y) => x - y);
  const middle = s.slice(Math.floor((s.length - 1) / 2), Math.floor(s.length / 2) + 1);
  return middle.reduce((sum, x) => sum + x, 0) / middle.length;
};

export async function series(list: Contender[], rounds: number, file: string) {
  const all = new Map<string, Record<string, unknown>[]>();
  for (let r = 0; r < rounds; r++) {
    for (const c of list) {
      try {
        const v = await one(c);
        (all.get(c.name) ?? all.set(c.name, []).get(c.name)!).push(v);
        Deno.writeTextFileSync(file, JSON.stringify(v) + "\n", { append: true });
        console.log(
          `${c.name}: ` +
            (v.mode === "idle"
              ? `${v.server_rss_mb} MB, ${v.server_kb_per_conn} KB/conn`
              : `${v.msgs_per_s} msg/s ${v.deliveries_per_s} dlv/s p50 ${v.p50_ms} p99 ${v.p99_ms} cpu/1M ${v.server_cpu_s_per_1M} (srv ${v.server_cpu_cores} pg ${
                v.pg_cpu_cores ?? "-"
              } gen ${v.gen_cpu_cores}) rss ${v.server_rss_peak_mb} miss ${v.missing} dup ${v.duplicate} ooo ${v.out_of_order}/${v.rooms_order_differs} closed ${v.closed} pers ${
                v.persisted ?? "-"
              }/${v.sent} load ${v.load_before}`),
        );
      } catch (e) {
        console.log(`${c.name}: FAILED ${(e as Error).message}`);
      }
    }
  }
  table(all);
}

export function table(all: Map<string, Record<string, unknown>[]>) {
  const cols = [
    "msgs_per_s",
    "deliveries_per_s",
    "p50_ms",
    "p95_ms",
    "p99_ms",
    "server_cpu_s_per_1M",
    "pg_cpu_s_per_1M",
    "server_rss_peak_mb",
    "server_cpu_cores",
    "pg_cpu_cores",
    "gen_cpu_cores",
    "msgs_per_frame",
    "missing",
    "duplicate",
    "out_of_order",
    "rooms_order_differs",
    "closed",
    "server_kb_per_conn",
    "server_rss_mb",
    "load_before",
  ];
  const used = cols.filter((k) => [...all.values()].some((v) => v.some((r) => k in r)));
  console.log("\n| contender | runs | " + used.join(" | ") + " |\n|" + " --- |".repeat(used.length + 2));
  for (const [n, v] of all) {
    console.log(
      `| ${n} | ${v.length} | ` + used.map((k) =>
        v.some((r) => k in r) ? +med(v.map((r) => +(r[k] as number))).toFixed(2) : ""
      ).join(" | ") + " |",
    );
  }
}

if (import.meta.main) {
  const { suites } = await import("./suites.ts");
  const a = [...Deno.args];
  const opt = (k: string, d: string): string => {
    const i = a.indexOf(k);
    return i < 0 ? d : a.splice(i, 2)[1] ?? d;
  };
  const rounds = +opt("-r", "3"), file = opt("-o", tmp + "/results.jsonl"), part = opt("-k", "");
  if (!a.length) {
    console.log("suites: " + Object.keys(suites).join(" "));
    Deno.exit(2);
  }
  for (const s of a) {
    console.log("# " + s + ", load average " + Deno.loadavg().map((x) => x.toFixed(2)).join(" "));
    await series((suites[s] ?? []).filter((c) => part.split(",").some((p) => c.name.includes(p))), rounds, file);
  }
}
