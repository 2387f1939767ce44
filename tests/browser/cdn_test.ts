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
/** Every mark that the rewriting of a page looks for, as somebody may write it. */
const ODD = `<link rel="stylesheet" href="/a"> <img src="/b?__frsh_c=1"> "islands":[["/_fresh/js/c"]],"instances":`;

Deno.test({
  name: "with FRESHET_ASSET_URL pages take their files from there, live, within the policy, and keep them for offline",
  ignore,
}, async () => {
  await using cdn = startProxy({ port: 1 });
  await using server = await startServer({ env: { FRESHET_ASSET_URL: cdn.url, FRESHET_LIMITS: "off" } });
  cdn.retarget({ port: server.port });
  await using network = startProxy({ port: server.port });
  await using ann = await Talker.register(browser, network, "ann");
  await using bob = await Talker.register(browser, server, "bob");
  ann.visitor.expectProblems(AWAY);
  const direct = await ann.chatWith(bob);
  await bob.post(direct, `\`${ODD}\``);
  await ann.open(direct);
  await ann.sees(ODD);

  const loaded = await ann.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  const files = loaded.filter((name) => /\.(?:js|css)(?:\?|$)/.test(new URL(name).pathname));
  assert.ok(files.some((name) => name.includes("/css/app.css")) && files.some((name) => name.includes("/_fresh/js/")));
  assert.deepEqual(files.filter((name) => !name.startsWith(cdn.url)), []);
  await ann.page.goto("/settings/appearance");
  await ann.page.waitForFunction(() => [...document.images].some(({ naturalWidth }) => naturalWidth > 0));
  const pictures = await ann.page.evaluate(() => [...document.images].map(({ src }) => src));
  assert.ok(pictures.length > 0 && pictures.every((src) => src.startsWith(cdn.url)), pictures.join(" "));

  const tied = files.find((name) => name.includes("/_fresh/js/")) ?? "";
  const { headers } = await fetch(tied).then(async (response) => (await response.body?.cancel(), response));
  assert.match(headers.get("cache-control") ?? "", /immutable/);
  assert.equal(headers.get("access-control-allow-origin"), "*");
  const page = await fetch(`${server.url}/login`);
  await page.body?.cancel();
  assert.equal(page.headers.get("access-control-allow-origin"), null, "pages are nobody else's");

  await ann.open(direct);
  const kept = () =>
    ann.page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => await (await caches.open(name)).keys()));
      return all.flat().map(({ url }) => url);
    });
  await until(
    async () => {
      const urls = await kept();
      return urls.some((url) => url.endsWith(`/c/${direct}`)) && files.every((file) => urls.includes(file));
    },
    "the page and its files are kept",
    40_000,
  );
  network.refuse();
  cdn.refuse();
  await ann.open(direct);
  await ann.sees(ODD);
});
