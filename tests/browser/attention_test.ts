import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

/** What the page told, outside of itself. */
interface Told {
  readonly desktop: { readonly title: string; readonly body: string }[];
  sounds: number;
}

const listen = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const told: { desktop: { title: string; body: string }[]; sounds: number } = { desktop: [], sounds: 0 };
    class Desktop {
      static readonly permission = "granted";
      constructor(title: string, { body }: { body: string }) {
        told.desktop.push({ title, body });
      }
      close() {}
    }
    class Heard extends AudioContext {
      override createGain() {
        told.sounds++;
        return super.createGain();
      }
    }
    Object.assign(globalThis, { told, Notification: Desktop, AudioContext: Heard });
  });

const toldOn = (page: Page): Promise<Told> => page.evaluate(() => (globalThis as unknown as { told: Told }).told);

/** A worker of pages answers for the network from what it keeps; without it the test can hold what is loaded. */
async function withoutWorker({ visitor: { context }, page }: Talker): Promise<void> {
  await context.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => new Promise(() => {});
  });
  await page.evaluate(async () => {
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  });
}

/** As when another tab is in front; Chromium without a screen shows every tab. */
const hide = (page: Page): Promise<void> =>
  page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });

Deno.test(
  { name: "a hidden tab tells: by title, picture, desktop and sound, as the settings say", ignore },
  async () => {
    await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
    await using ann = await Talker.register(browser, server, "ann");
    await using bob = await Talker.register(browser, server, "bob");
    const { page } = ann;
    const direct = await ann.chatWith(bob);
    const group = await ann.group("Harbour", bob);
    const put = async (path: string, data: unknown) => {
      const answer = await ann.visitor.context.request.put(path, { data, headers: { origin: server.url } });
      assert.ok(answer.ok(), await answer.text());
    };
    const rowSays = (text: string) => page.locator(`a.row[href='/c/${group}']`, { hasText: text }).waitFor();
    const icon = () => page.locator("link[rel=icon][data-badge]").first().getAttribute("href");
    await listen(page);

    // Nothing is switched on: the page shows, and makes no sound.
    await ann.open(direct);
    const plain = await icon();
    await hide(page);
    await bob.post(group, "@ann quiet");
    await page.waitForFunction(() => document.title.startsWith("(1) "));
    await rowSays("quiet");
    assert.notEqual(await icon(), plain);
    assert.match(await icon() ?? "", /badge/);
    assert.deepEqual(await toldOn(page), { desktop: [], sounds: 0 });

    // What tells is loaded with the first message; three that come before it is there are told, each once and in order.
    await put("/api/v1/users/settings", { notifications: true, sound: true });
    await ann.open(direct);
    await withoutWorker(ann);
    const held = Promise.withResolvers<void>();
    let asked = 0;
    await ann.open(direct);
    await page.route("**/_fresh/js/**", async (route) => {
      asked++;
      await held.promise;
      await route.continue();
    });
    await hide(page);
    for (const text of ["one", "two", "three"]) await bob.post(group, text);
    await rowSays("three");
    await until(() => asked > 0, "the code is asked for");
    assert.deepEqual((await toldOn(page)).desktop, []);
    held.resolve();
    await until(async () => (await toldOn(page)).desktop.length === 3, "all three are told");
    assert.deepEqual(await toldOn(page), {
      desktop: ["one", "two", "three"].map((body) => ({ title: "bob in Harbour", body })),
      sounds: 3,
    });

    // A direct message bears the name alone, and its marks are no words.
    await bob.post(direct, "**hello**");
    await until(async () => (await toldOn(page)).desktop.length === 4, "the direct message is told");
    assert.deepEqual((await toldOn(page)).desktop.at(-1), { title: "bob", body: "hello" });

    // Muted, a group tells only of what mentions me.
    await put(`/api/v1/conversations/${group}/mute`, { muted: true });
    await ann.open(direct);
    await hide(page);
    await bob.post(group, "muted");
    await rowSays("muted");
    await bob.post(group, "@ann loud");
    await until(async () => (await toldOn(page)).desktop.length > 0, "the mention is told");
    assert.deepEqual((await toldOn(page)).desktop.map(({ body }) => body), ["@ann loud"]);

    // Who is not to be disturbed is told nothing; the title still counts.
    await put("/api/v1/users/settings", { doNotDisturb: true });
    await ann.open(direct);
    await hide(page);
    await bob.post(group, "@ann again");
    await rowSays("@ann again");
    await bob.post(direct, "psst");
    await page.waitForFunction(() => document.title.startsWith("(2) "));
    assert.deepEqual(await toldOn(page), { desktop: [], sounds: 0 });
  },
);
