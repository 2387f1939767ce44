import { Builder } from "fresh/dev";
import type { App as Parts } from "@/lib/app.ts";
import { compose, type ComposeOptions } from "@/lib/compose.ts";
import { readConfig } from "@/lib/config.ts";
import type { Target } from "@/tests/support/client.ts";
import { ROOT } from "@/tests/support/paths.ts";
import { tempFolder } from "@/tests/support/temp.ts";

export interface TestApp extends Target, AsyncDisposable {
  readonly parts: Parts;
  readonly fetch: (request: Request, address?: string) => Promise<Response>;
}

export interface TestAppOptions extends ComposeOptions {
  /** Settings as the environment gives them, over those of tests: an embedded store, cheap hashes, no limits. */
  readonly env?: Readonly<Record<string, string>>;
  /** A PostgreSQL instead of the embedded store. */
  readonly databaseUrl?: string;
}

/** One build for all apps of a process, without the browser's part: pages are whole here, they only do not come alive. */
let built: ReturnType<Builder["build"]> | undefined;
const build = () =>
  built ??= new Builder({ root: ROOT, islandDir: "tests/api/no_islands" }).build({ snapshot: "memory" });

/** The whole product in this process, on a store of its own, asked through its handler without a port. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { env, databaseUrl, ...composeOptions } = options;
  const folder = await tempFolder();
  const config = readConfig({
    FRESHET_DATA: folder.join("data"),
    FRESHET_BCRYPT_COST: "4",
    FRESHET_LIMITS: "off",
    ...databaseUrl ? { DATABASE_URL: databaseUrl } : {},
    ...env,
  });
  const [running, apply] = await Promise.all([compose(config, composeOptions), build()]);
  apply(running.app);
  const handler = running.app.handler();
  return {
    url: "http://localhost:8000",
    parts: running.parts,
    fetch: (request, address = "127.0.0.1") =>
      handler(request, {
        remoteAddr: { transport: "tcp", hostname: address, port: 50_000 },
        completed: Promise.resolve(),
      }),
    async [Symbol.asyncDispose]() {
      await running.drain();
      await folder[Symbol.asyncDispose]();
    },
  };
}
