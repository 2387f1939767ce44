import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { ROOT } from "./paths.ts";
import { program } from "./programs.ts";

export interface VisitorOptions {
  /** Where relative addresses go: `server.url`. */
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** A screen that is touched: coarse pointers, and `page.tap`. */
  readonly touch?: boolean;
  /** False: a browser without script. */
  readonly scripts?: boolean;
  readonly locale?: string;
}

/** How long Chromium may take for one thing. A passing test does not wait for it; a busy machine may. */
const PATIENCE_MS = 60_000;

/**
 * One Chromium for all tests of a file, started before the first and closed after the last. Call it at the top of the
 * file; give the tests `ignore: !hasChromium()`.
 */
export function useBrowser(): TestBrowser {
  const shared = new TestBrowser();
  Deno.test.afterAll(() => shared.close());
  return shared;
}

export class TestBrowser {
  #browser: Promise<Browser> | undefined;

  /** A person at a browser of her own: cookies, storage and cache are shared with nobody. */
  async visitor(options: VisitorOptions): Promise<Visitor> {
    const browser = await (this.#browser ??= launch());
    const { url, width = 1200, height = 800, dark = false, touch = false, scripts = true, locale = "en-GB" } = options;
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      javaScriptEnabled: scripts,
      hasTouch: touch,
      isMobile: touch,
      locale,
      timezoneId: "UTC",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Visitor(context, await context.newPage());
  }

  async close(): Promise<void> {
    await (await this.#browser)?.close();
    this.#browser = undefined;
  }
}

/** Her page, and everything that went wrong on it: a test passes only when nothing did. */
export class Visitor implements AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Uncaught errors, console errors and violations of the content security policy, from all of her pages. */
  readonly problems: string[] = [];
  #expected: RegExp[] = [];

  constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    context.on("weberror", (error) => this.#note(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on("console", (message) => {
      // Chromium reports violations of the policy as console errors, too.
      if (message.type() === "error") this.#note(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("dialog", (dialog) => {
      this.#note(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
  }

  /** Problems like this are what the test is about. Chromium logs every refused or unreachable address. */
  expectProblems(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Goes to `shots/<name>.png`, which is not committed; look at it. */
  async shoot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(ROOT, "shots", `${name}.png`) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    const unexpected = this.problems.filter((problem) => !this.#expected.some((pattern) => pattern.test(problem)));
    if (unexpected.length > 0) throw new Error(`The page had problems:\n${unexpected.join("\n")}`);
  }

  #note(problem: string): void {
    this.problems.push(problem);
  }
}

async function launch(): Promise<Browser> {
  return await chromium.launch({
    executablePath: program("chromium"),
    timeout: 60_000,
    args: FLAGS,
  });
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
