import assert from "node:assert/strict";
import { freePort, start, untilAnswered } from "../dev_support.ts";
import { ignore, openPage } from "./support.ts";

const name = "an open page waits while the dev server is down, and reloads once a newer one is there";

// The browser is shared by the files of this folder, so what it holds open is nobody's leak.
Deno.test({ name, ignore, sanitizeOps: false, sanitizeResources: false }, async () => {
  const port = freePort();
  const url = `http://localhost:${port}/plain`;
  const page = await openPage();
  const build = () => page.locator("script[src*=fresh-reload]").getAttribute("src");
  let first: string | null;
  {
    await using _server = await start(port);
    await untilAnswered(url);
    await page.goto(url);
    first = await build();
    assert.equal(await page.locator("p").textContent(), "no islands here");
  }
  await page.waitForTimeout(500);
  assert.equal(await build(), first, "the page stays while nobody answers");
  await using _newer = await start(port);
  await page.waitForFunction(
    (src) => document.querySelector("script[src*=fresh-reload]")?.getAttribute("src") !== src,
    first,
  );
  assert.equal(await page.locator("p").textContent(), "no islands here");
  await page.close();
});
