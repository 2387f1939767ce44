import axe from "axe-core";
import type { Page } from "playwright-core";

/** What to look at: everything, or what another theme can break. */
export type Look = "all" | "colours";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = ["color-contrast", "link-in-text-block"];

/** One line for each element that breaks a rule of WCAG 2.2 AA or of good practice. */
export async function complaints(page: Page, look: Look = "all"): Promise<string[]> {
  const isThere = await page.evaluate(() => "axe" in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  return await page.evaluate(async (runOnly) => {
    // What is still fading in has colours that nobody reads; what turns for ever is not waited for.
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`)
    );
  }, look === "all" ? { type: "tag" as const, values: TAGS } : { type: "rule" as const, values: COLOURS });
}
