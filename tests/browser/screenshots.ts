/**
 * Takes a picture of every page and of what lies over a chat into `shots/`: light and dark, 390 and 1440 px, English and
 * Chinese. `deno run -A tests/browser/screenshots.ts [part of a name …]`
 */
import { TestBrowser, type Visitor } from "../support/browser.ts";
import { login } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { OPEN_LAYERS } from "./layers.ts";
import { moreLayers } from "./more_layers.ts";
import { OPEN_PAGES, pagesOf } from "./page_list.ts";
import { signIn } from "./sign_in.ts";
import { makeWorld, type World } from "./world.ts";

const VARIANTS = [
  { name: "light-1440-en", width: 1440, height: 900, dark: false, locale: "en-GB" },
  { name: "dark-1440-en", width: 1440, height: 900, dark: true, locale: "en-GB" },
  { name: "light-390-en", width: 390, height: 844, dark: false, locale: "en-GB" },
  { name: "dark-390-en", width: 390, height: 844, dark: true, locale: "en-GB" },
  { name: "light-1440-zh", width: 1440, height: 900, dark: false, locale: "zh-CN" },
  { name: "dark-390-zh", width: 390, height: 844, dark: true, locale: "zh-CN" },
] as const;

type IsWanted = (name: string) => boolean;

async function shootPages(visitor: Visitor, world: World, look: string, isWanted: IsWanted): Promise<void> {
  const shoot = async (pages: Readonly<Record<string, string>>) => {
    for (const [name, path] of Object.entries(pages)) {
      if (!isWanted(`${name}-${look}`)) continue;
      await visitor.page.goto(path);
      await visitor.page.waitForLoadState("networkidle");
      await visitor.shoot(`${name}-${look}`);
    }
  };
  await shoot(OPEN_PAGES);
  await signIn(visitor, world.mei);
  await shoot(pagesOf(world));
}

async function shootLayers(visitor: Visitor, world: World, look: string, isWanted: IsWanted): Promise<void> {
  const { page } = visitor;
  const layers = Object.entries({ ...OPEN_LAYERS, ...moreLayers(world) });
  for (const [name, layer] of layers) {
    if (!isWanted(`over-${name}-${look}`)) continue;
    if (new URL(page.url()).pathname !== `/c/${world.release}`) {
      await page.goto(`/c/${world.release}`);
      await page.waitForFunction(() => document.documentElement.dataset.live !== undefined);
      // What lies over a chat is loaded with the first sign of somebody.
      await page.mouse.move(1, 1);
      await page.waitForLoadState("networkidle");
    }
    await layer.open(page);
    await visitor.shoot(`over-${name}-${look}`);
    await layer.close(page);
  }
}

if (import.meta.main) {
  const wanted = Deno.args.filter((argument) => !argument.startsWith("--"));
  const isWanted = (name: string) => wanted.length === 0 || wanted.some((part) => name.includes(part));
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const browser = new TestBrowser();
  const { url } = server;
  const world = await makeWorld({ url });
  for (const { name: look, ...window } of VARIANTS) {
    await using visitor = await browser.visitor({ url, ...window });
    visitor.expectProblems(/404|401/);
    // The last picture ends all of her sign-ins.
    const mei = await login({ url }, world.mei);
    await shootPages(visitor, { ...world, mei }, look, isWanted);
    await shootLayers(visitor, { ...world, mei }, look, isWanted);
  }
  await browser.close();
}
