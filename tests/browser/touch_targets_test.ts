import assert from "node:assert/strict";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { OPEN_PAGES, pagesOf } from "./page_list.ts";
import { signIn } from "./sign_in.ts";
import { makeWorld } from "./world.ts";

const ignore = !hasChromium();
const browser = useBrowser();

/** Pages with the controls that the others have, too. */
const PAGES = [
  "list",
  "chat-group",
  "chat-details",
  "people-requests",
  "groups",
  "groups-mine",
  "group-members",
  "group-invite",
  "group-settings",
  "settings",
  "settings-profile",
  "settings-notifications",
  "settings-appearance",
  "settings-sessions",
] as const;

/** What a finger cannot well hit: less than 44 px wide or high, measured by asking whose each point is. */
function smallTargets(): string[] {
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  // Links in sentences are as high as their line; a link over the start of the page is for keys.
  const excused = ":is(.text, .other, .hint) p a, .other a, .hint a, .at, .skip";
  const isSeen = (control: Element) => control.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const reach = (target: Element, label: Element | undefined) => {
    target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { x, y, width, height } = target.getBoundingClientRect();
    const isIts = (across: number, down: number) => {
      const hit = document.elementFromPoint(x + width / 2 + across, y + height / 2 + down);
      return hit !== null && (target.contains(hit) || label?.contains(hit) === true);
    };
    const along = (across: number, down: number) => {
      let steps = 0;
      while (steps < 50 && isIts(across * (steps + 1), down * (steps + 1))) steps++;
      return steps;
    };
    return { wide: along(1, 0) + along(-1, 0) + 1, high: along(0, 1) + along(0, -1) + 1 };
  };
  return [...document.querySelectorAll<HTMLInputElement>(controls)].flatMap((control) => {
    // Where the control itself is hidden, its label is what one sees; elsewhere it is hit as well.
    const label = control.labels?.[0];
    const target = control.matches(".vh") ? label ?? control : control;
    if (!isSeen(target) || control.matches(excused)) return [];
    const { wide, high } = reach(target, label);
    if (wide >= 44 && high >= 44) return [];
    return [`${control.tagName}.${control.className} ${control.textContent?.trim().slice(0, 20)}: ${wide} × ${high}`];
  });
}

Deno.test({ name: "on a phone everything that is touched is 44 px wide and high", ignore }, async () => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const world = await makeWorld({ url: server.url });
  const phone = { url: server.url, width: 390, height: 844, touch: true };
  await using visitor = await browser.visitor(phone);
  const small: Record<string, string[]> = {};
  const measure = async (name: string, path: string) => {
    await visitor.page.goto(path);
    // Until it lives, a chat has a link of each message to what can be done with it.
    if (name === "chat-group") {
      await visitor.page.waitForFunction(() => document.documentElement.dataset.live !== undefined);
    }
    const found = await visitor.page.evaluate(smallTargets);
    if (found.length > 0) small[name] = found;
  };
  for (const [name, path] of Object.entries(OPEN_PAGES)) await measure(name, path);
  await signIn(visitor, world.mei);
  const pages = pagesOf(world);
  for (const name of PAGES) await measure(name, pages[name] ?? "/");
  assert.deepEqual(small, {});

  // Without script the acts of a message are behind a link of its own.
  await using still = await browser.visitor({ ...phone, scripts: false });
  await signIn(still, world.mei);
  for (const name of ["chat-group", "chat-direct"]) {
    await still.page.goto(pages[name] ?? "/");
    assert.ok(await still.page.locator(".acts").count() > 3);
    assert.deepEqual(await still.page.evaluate(smallTargets), [], name);
  }
});
