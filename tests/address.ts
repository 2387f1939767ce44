/**
 * The product's tests at the address of a product that runs: `deno task test:address`, narrowed by paths or words as
 * `deno task test` is. With `FRESHET_TEST_ADDRESS` and `FRESHET_TEST_DATABASE` that is one which `deno task freshet
 * cluster` has started, whose database they empty again and again; without, a cluster of their own. The last line is
 * `N passed, N failed`.
 */
import { ensureBuilt } from "@/lib/build/ensure_built.ts";
import { runPhase } from "./runner/phase.ts";
import { addUp, closingLine, NOTHING, type Outcome } from "./runner/report.ts";
import { heading, pass, say, seconds } from "./runner/say.ts";
import { findTestFiles, kindOf, narrow } from "./runner/test_files.ts";
import { type Cluster, startCluster } from "./support/cluster.ts";
import { exists, ROOT } from "./support/paths.ts";
import { hasPostgres } from "./support/programs.ts";
import { sharedPostgres } from "./support/postgres.ts";

/** What a product must have been told for tests that say nothing else. */
const SETTINGS = { FRESHET_LIMITS: "off", FRESHET_BCRYPT_COST: "4" };
const FOLDERS = ["api", "socket", "pages", "security", "contract", "browser"];
/** How a test asks for the product; others have nothing to do with an address. */
const ASKS = /\b(?:startServer|openTestApp|openSocketServer|onStore|onEveryStore)\(/;

const startedAt = performance.now();
const outcome = await runAll(Deno.args.filter(exists), Deno.args.filter((word) => !exists(word)));
if (outcome.details) heading("what failed"), say(outcome.details);
say(`\nAll in ${seconds(startedAt)}. What needs a process of its own has said so above.`);
say(closingLine(outcome));
Deno.exit(outcome.failed > 0 ? 1 : 0);

async function runAll(paths: readonly string[], words: readonly string[]): Promise<Outcome> {
  const files = narrow(findTestFiles(), paths).filter(isAboutProduct);
  await ensureBuilt(ROOT, say);
  await using parts = new AsyncDisposableStack();
  const env: Record<string, string> = hasPostgres() ? { FRESHET_TEST_POSTGRES: await sharedPostgres() } : {};
  if (!Deno.env.get("FRESHET_TEST_ADDRESS")) {
    const cluster = parts.use(await startCluster({ instances: 3, env: SETTINGS, say }));
    endWithUs(cluster);
    Object.assign(env, {
      FRESHET_TEST_ADDRESS: cluster.url,
      FRESHET_TEST_DATABASE: cluster.databaseUrl,
      FRESHET_TEST_DATA: cluster.dataFolder,
    });
  }
  const filter = words.length > 0 ? [`--filter=/${words.join("|")}/`] : [];
  const phase = (isBrowser: boolean): Promise<Outcome> => {
    const mine = files.filter((file) => (kindOf(file) === "browser") === isBrowser);
    const name = isBrowser ? "browser" : "requests and sockets";
    // One after the other: each empties the database that all of them use.
    return mine.length === 0
      ? Promise.resolve(NOTHING)
      : runPhase({ name, files: mine, args: filter, env, onOutput: pass, stuckMinutes: 8 });
  };
  return addUp([await phase(false), await phase(true)]);
}

/** A signal ends this process before any scope is left. */
function endWithUs({ postgres, redis, instances, nginx }: Cluster): void {
  const processes = [nginx, ...instances, redis, postgres].map((part) => part.process);
  addEventListener("unload", () => processes.forEach((process) => process.signal("SIGTERM")));
}

function isAboutProduct(file: string): boolean {
  return FOLDERS.some((folder) => file.startsWith(`tests/${folder}/`)) &&
    ASKS.test(Deno.readTextFileSync(`${ROOT}/${file}`));
}
