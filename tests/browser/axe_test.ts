import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { useBrowser, type Visitor } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { OPEN_PAGES, pagesOf } from "./page_list.ts";
import { signIn } from "./sign_in.ts";
import { makeWorld } from "./world.ts";

const ignore = !hasChromium();
const browser = useBrowser();

const isFull = Deno.env.get("FRESHET_TEST_SIZE") === "nightly";
/** Colours of all pairs are tested by the palette and boxes are the same everywhere, so few pages show it all. */
const FEW = new Set([
  ...["login", "list", "chat-group", "chat-direct"],
  ...["people", "group-members", "message", "settings-appearance"],
]);

const LOOKS = [
  { name: "light, wide", dark: false, width: 1440, all: true },
  { name: "dark, wide", dark: true, width: 1440, all: isFull },
  { name: "light, phone", dark: false, width: 390, all: isFull },
] as const;

/** One line for each element that breaks a rule of WCAG 2.2 AA or of good practice. */
async function complaints(visitor: Visitor): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: visitor.page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
}

Deno.test({ name: "axe finds nothing to say about any page", ignore }, async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const { url } = server;
  const world = await makeWorld({ url });
  for (const { name: look, all, ...options } of LOOKS) {
    await using visitor = await browser.visitor({ url, ...options });
    visitor.expectProblems(/404/);
    const visit = async (name: string, path: string) => {
      if (!all && !FEW.has(name)) return;
      await t.step(`${name}, ${look}`, async () => {
        await visitor.page.goto(path);
        assert.deepEqual(await complaints(visitor), []);
        const { scrollWidth, innerWidth } = await visitor.page.evaluate(() => ({
          scrollWidth: document.documentElement.scrollWidth,
          innerWidth: globalThis.innerWidth,
        }));
        assert.ok(scrollWidth <= innerWidth, `the page is ${scrollWidth} px wide in a window of ${innerWidth}`);
      });
    };
    for (const [name, path] of Object.entries(OPEN_PAGES)) await visit(name, path);
    await signIn(visitor, world.mei);
    for (const [name, path] of Object.entries(pagesOf(world))) await visit(name, path);
  }
});
