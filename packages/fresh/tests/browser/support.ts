import { Builder } from "fresh/dev";
import { type Browser, chromium, type Page } from "playwright-core";
import { app } from "../fixture/main.ts";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const isMissing = !(await Deno.stat(CHROMIUM).then(() => true, () => false));
/** Without Chromium these tests are skipped, loudly; in CI they fail. */
export const ignore = isMissing && Deno.env.get("CI") !== "true";
if (isMissing) console.error(`NOT TESTED: islands in a browser, for there is no ${CHROMIUM}`);

/** A page of the fixture app, and what went wrong on it. */
export interface Visit {
  readonly page: Page;
  readonly errors: string[];
}

/** The fixture app, built and served once for all tests of a file, and one Chromium. */
interface Stage extends AsyncDisposable {
  readonly browser: Browser;
  readonly origin: string;
}

let stage: Promise<Stage> | null = null;

async function raise(): Promise<Stage> {
  const apply = await new Builder({ root: `${import.meta.dirname}/../fixture` }).build({ snapshot: "memory" });
  apply(app);
  const server = Deno.serve({ port: 0, onListen() {} }, app.handler());
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return {
    browser,
    origin: `http://localhost:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.shutdown();
    },
  };
}

/** Chromium, and a page of it that is on no site yet. */
export async function openPage(): Promise<Page> {
  return await (await (stage ??= raise())).browser.newPage();
}

Deno.test.afterAll(async () => await (await stage)?.[Symbol.asyncDispose]());

/** A test in Chromium, on one page of the fixture app. */
export function browserTest(name: string, path: string, work: (visit: Visit) => Promise<void>): void {
  // The browser outlives the single test, so what it holds open is nobody's leak.
  Deno.test({ name, ignore, sanitizeOps: false, sanitizeResources: false }, async () => {
    const { browser, origin } = await (stage ??= raise());
    const page = await browser.newPage();
    try {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.goto(origin + path);
      await work({ page, errors });
    } finally {
      await page.close();
    }
  });
}
