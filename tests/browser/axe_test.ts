import assert from "node:assert/strict";
import { useBrowser, type Visitor } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { complaints } from "./axe.ts";
import { OPEN_LAYERS } from "./layers.ts";
import { OPEN_PAGES, pagesOf } from "./page_list.ts";
import { signIn } from "./sign_in.ts";
import { makeWorld, type World } from "./world.ts";

const ignore = !hasChromium();
const browser = useBrowser();

const WIDTHS = [1440, 390] as const;

/** What is wrong with the page as it stands, in both themes: everything in light, what colours can break in dark. */
async function look(visitor: Visitor, name: string): Promise<string[]> {
  const { page } = visitor;
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const complained = await complaints(page, theme === "light" ? "all" : "colours");
    found.push(...complained.map((complaint) => `${name}, ${theme}: ${complaint}`));
  }
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: globalThis.innerWidth,
  }));
  if (scrollWidth > innerWidth) found.push(`${name} is ${scrollWidth} px wide in a window of ${innerWidth}`);
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

async function lookAtPages(visitor: Visitor, world: World): Promise<string[]> {
  const found: string[] = [];
  const visit = async (pages: Readonly<Record<string, string>>) => {
    for (const [name, path] of Object.entries(pages)) {
      await visitor.page.goto(path);
      found.push(...await look(visitor, name));
    }
  };
  await visit(OPEN_PAGES);
  await signIn(visitor, world.mei);
  await visit(pagesOf(world));
  return found;
}

async function lookAtLayers(visitor: Visitor, world: World): Promise<string[]> {
  const { page } = visitor;
  const found: string[] = [];
  await page.goto(`/c/${world.release}`);
  await page.waitForFunction(() => document.documentElement.dataset.live !== undefined);
  for (const [name, layer] of Object.entries(OPEN_LAYERS)) {
    await layer.open(page);
    found.push(...await look(visitor, name));
    await layer.close(page);
  }
  return found;
}

Deno.test(
  { name: "axe finds nothing to say about any page or dialog, light and dark, wide and narrow", ignore },
  async () => {
    await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
    const { url } = server;
    const world = await makeWorld({ url });
    const found = await Promise.all(WIDTHS.map(async (width) => {
      await using visitor = await browser.visitor({ url, width, height: width === 390 ? 844 : 900 });
      visitor.expectProblems(/404/);
      const complaints = [...await lookAtPages(visitor, world), ...await lookAtLayers(visitor, world)];
      return complaints.map((complaint) => `${width} px: ${complaint}`);
    }));
    assert.deepEqual(found.flat(), []);
  },
);
