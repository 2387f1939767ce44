import assert from "node:assert/strict";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

/** What Chromium says of a network that is away on purpose. */
const AWAY = /ERR_|WebSocket connection|Failed to load resource|Failed to fetch/;

const keptPages = ({ page }: Talker): Promise<string[]> =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
    const pages = await Promise.all(names.map(async (name) => await (await caches.open(name)).keys()));
    return pages.flat().map(({ url }) => new URL(url).pathname);
  });

const keeps = (talker: Talker, path: string) =>
  until(async () => (await keptPages(talker)).includes(path), `${path} is kept`, 40_000);

Deno.test({
  name: "without a network recent conversations are there, other pages say so, and sign-out forgets",
  ignore,
}, async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" }, own: "it cuts its network" });
  await using network = startProxy({ port: server.port });
  await using ann = await Talker.register(browser, network, "ann");
  await using bob = await Talker.register(browser, server, "bob");
  ann.visitor.expectProblems(AWAY);
  const step = async (name: string, act: () => Promise<void>) => {
    if (!await t.step(name, act)) throw new Error(`Stopped at: ${name}`);
  };
  const direct = await ann.chatWith(bob);
  const group = await ann.group("Harbour", bob);
  const unseen = await ann.group("Never opened");
  await bob.post(direct, "read me in the tunnel");
  await bob.post(group, "me too");

  await step("a page that stays open for a moment is kept, and one that is gone to without loading", async () => {
    await ann.open(direct);
    await keeps(ann, `/c/${direct}`);
    await ann.page.click(`a.row[href='/c/${group}']`);
    await ann.sees("me too");
    await keeps(ann, `/c/${group}`);
  });

  await step("without a network they open, live, and say that they are offline", async () => {
    network.refuse();
    for (const [id, text] of [[direct, "read me in the tunnel"], [group, "me too"]] as const) {
      await ann.open(id);
      await ann.sees(text);
      await ann.page.getByText("Offline. You can go on writing").waitFor();
    }
  });

  await step("what is not kept says so, and comes back by itself when asked again", async () => {
    await ann.page.goto(`/c/${unseen}`);
    await ann.page.getByRole("heading", { name: "No connection" }).waitFor();
    await ann.page.goto("/settings");
    await ann.page.getByRole("heading", { name: "No connection" }).waitFor();
    network.heal();
    await ann.page.getByRole("link", { name: "Try again" }).click();
    await ann.page.getByRole("heading", { name: "Settings" }).first().waitFor();
  });

  await step("with a network pages come from the server, however much was kept", async () => {
    await bob.post(direct, "said later");
    await ann.open(direct);
    const html = await ann.page.evaluate(() => fetch(location.href).then((response) => response.text()));
    assert.match(html, /said later/);
    await ann.sees("said later");
  });

  await step("another build keeps nothing of the one before, and pages go on coming from the server", async () => {
    await keeps(ann, `/c/${direct}`);
    await ann.page.evaluate(() => navigator.serviceWorker.register("/sw.js?build=next"));
    const names = () => ann.page.evaluate(() => caches.keys());
    await until(
      async () => (await names()).every((name) => name.endsWith("-next")),
      "only the caches of the next build are there",
      40_000,
    );
    await bob.post(direct, "after the upgrade");
    await ann.page.reload();
    await ann.sees("after the upgrade");
  });

  await step("after sign-out nothing of it is left", async () => {
    await keeps(ann, `/c/${direct}`);
    await ann.page.goto("/settings/account");
    await ann.page.locator("form[action='/logout'] button").first().click();
    await ann.page.waitForURL("**/login*");
    await until(async () => (await keptPages(ann)).length === 0, "no page is kept");
    network.refuse();
    await ann.page.goto(`/c/${direct}`);
    await ann.page.getByRole("heading", { name: "No connection" }).waitFor();
  });
});
