/**
 * Takes a picture of every page into `shots/`: light and dark, 390 and 1440 px, English and Chinese.
 * `deno run -A tests/browser/screenshots.ts [part of a name …]`
 */
import { TestBrowser } from "../support/browser.ts";
import { startServer } from "../support/server.ts";
import { OPEN_PAGES, pagesOf } from "./page_list.ts";
import { signIn } from "./sign_in.ts";
import { makeWorld } from "./world.ts";

const VARIANTS = [
  { name: "light-1440-en", width: 1440, height: 900, dark: false, locale: "en-GB" },
  { name: "dark-1440-en", width: 1440, height: 900, dark: true, locale: "en-GB" },
  { name: "light-390-en", width: 390, height: 844, dark: false, locale: "en-GB" },
  { name: "dark-390-en", width: 390, height: 844, dark: true, locale: "en-GB" },
  { name: "light-1440-zh", width: 1440, height: 900, dark: false, locale: "zh-CN" },
  { name: "dark-390-zh", width: 390, height: 844, dark: true, locale: "zh-CN" },
] as const;

if (import.meta.main) {
  const wanted = Deno.args.filter((argument) => !argument.startsWith("--"));
  const matches = (name: string) => wanted.length === 0 || wanted.some((part) => name.includes(part));
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const browser = new TestBrowser();
  const { url } = server;
  const world = await makeWorld({ url });
  for (const { name, ...look } of VARIANTS) {
    const shots = { ...OPEN_PAGES, ...pagesOf(world) };
    const names = Object.keys(shots).filter((page) => matches(`${page}-${name}`));
    if (names.length === 0) continue;
    await using visitor = await browser.visitor({ url, ...look });
    visitor.expectProblems(/404/);
    let signedIn = false;
    for (const page of names) {
      if (!(page in OPEN_PAGES) && !signedIn) {
        await signIn(visitor, world.mei);
        signedIn = true;
      }
      await visitor.page.goto(shots[page] ?? "/");
      await visitor.page.waitForLoadState("networkidle");
      await visitor.shoot(`${page}-${name}`);
    }
  }
  await browser.close();
}
