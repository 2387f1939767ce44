import assert from "node:assert/strict";
import { browserTest } from "./support.ts";

browserTest(
  "islands come alive in place under a strict content policy, and share a signal",
  "/",
  async ({ page, errors }) => {
    await page.waitForSelector("#first.live");
    await page.waitForSelector("#second.live");
    assert.equal(await page.locator("output").count(), 2, "nothing is there twice");
    await page.click("#first button");
    await page.click("#second button");
    assert.deepEqual(await page.locator("output").allTextContents(), ["5", "5"]);
    assert.deepEqual(errors, []);
  },
);

browserTest(
  "JSX given to an island appears when the island shows it, with the islands inside it",
  "/children",
  async ({ page, errors }) => {
    await page.waitForSelector("#outside.live");
    assert.equal(await page.locator("#outer .content").count(), 0);
    assert.equal(await page.locator("#outer .toggle b").textContent(), "open");
    await page.click("#outer > .toggle");
    assert.equal(await page.locator("#outer .content > p").first().textContent(), "late text");
    assert.equal(await page.locator("#agree").isChecked(), true);
    assert.equal(await page.locator("#agree").isDisabled(), false);
    assert.equal(await page.locator("#note").getAttribute("readonly") !== null, true);
    assert.equal(await page.locator("#note").inputValue(), "note");

    await page.click("#inside button");
    assert.equal(await page.locator("#outside output").textContent(), "2", "the signal is the same in and out of JSX");
    await page.click("#inner > .toggle");
    assert.equal(await page.locator("#inner em").textContent(), "deepest");

    await page.click("#outer > .toggle");
    assert.equal(await page.locator("#outer .content").count(), 0);
    await page.click("#outer > .toggle");
    assert.equal(await page.locator("#inside output").textContent(), "2", "shown again, it knows the signal");
    assert.deepEqual(errors, []);
  },
);

browserTest("JSX in a list keeps its keys: what moves keeps its state", "/children", async ({ page, errors }) => {
  await page.waitForSelector("#frame.live");
  const items = () => page.locator("#frame ul").innerText();
  await page.click("#own-a");
  await page.click("#own-a");
  await page.click("#frame .turn");
  assert.match(await items(), /text\s*b own 0\s*a own 2/);
  await page.click("#frame .turn");
  assert.match(await items(), /a own 2\s*b own 0\s*text/);
  assert.deepEqual(errors, []);
});

browserTest(
  "Head in an island follows its state: the title, and duplicates by key, id and name",
  "/head",
  async ({ page, errors }) => {
    const head = (selector: string) => page.locator(`head ${selector}`);
    await page.waitForFunction(() => document.title === "Count 0");
    await page.click("#titled button");
    await page.waitForFunction(() => document.title === "Count 1");
    assert.equal(await head("title").count(), 1);
    assert.equal(await head('meta[name="description"]').count(), 1);
    assert.equal(await head('meta[name="description"]').getAttribute("content"), "count 1");
    assert.equal(await head('[data-key="icon"]').count(), 1);
    assert.equal(await head('[data-key="icon"]').getAttribute("href"), "/dot.svg?n=1");
    assert.equal(await head("#og-count").getAttribute("content"), "1");
    assert.equal(await head('link[rel="stylesheet"]').count(), 1);
    assert.equal(await head('[property="og:plain"]').count(), 1, "what nothing identifies is still written once");
    assert.equal(await head('[property="og:plain"]').getAttribute("content"), "plain 1");
    assert.equal(await head("template").evaluate((node) => node.innerHTML), "late 1");
    assert.equal(await head("script[type*=ld]").count(), 1);
    assert.deepEqual(errors, []);
  },
);

browserTest("images that an island shows later are tied to the build as well", "/head", async ({ page }) => {
  await page.waitForFunction(() => document.title === "Count 0");
  await page.click("#titled button");
  const image = page.locator("#late-image");
  assert.match(await image.getAttribute("src") ?? "", /^\/dot\.svg\?__frsh_c=[0-9a-f]{40}$/);
  assert.match(await image.getAttribute("srcset") ?? "", /^\/dot\.svg\?__frsh_c=[0-9a-f]{40} 2x$/);
  assert.match(await image.getAttribute("alt") ?? "", /__frsh_c/);
});

browserTest(
  "props arrive as what they were, and islands that fail or cannot be loaded leave the others alive",
  "/mixed",
  async ({ page, errors }) => {
    await page.waitForFunction(() => document.querySelector("#types")?.textContent !== "");
    assert.equal(await page.locator("#types").textContent(), "true 5 bigint host 3 4 true </script> true");
    await page.waitForFunction(() => document.querySelector("#kebab")?.textContent === "live second");
    const [nesting, ...others] = errors.toSorted();
    assert.match(nesting ?? "", /^Cannot revive island .*\/Block\.js default: .*invalid HTML nesting/);
    assert.equal(await page.locator("#block").count(), 1, "it stays as the server wrote it");
    assert.deepEqual(others, ["broken on purpose", "unloadable on purpose"]);
    assert.equal(await page.locator("#unloadable").textContent(), "server part");
  },
);

browserTest("an island beside its routes works, and islands of one name are two", "/docs", async ({ page, errors }) => {
  await page.waitForFunction(() => document.querySelector("#local")?.textContent === "live unset");
  assert.deepEqual(errors, []);
});

browserTest("a page without islands loads no script", "/plain", async ({ page, errors }) => {
  assert.equal(await page.locator("script").count(), 0);
  assert.deepEqual(errors, []);
});

browserTest("islands live in awkward places: empty, side by side, in drawings", "/odd", async ({ page, errors }) => {
  await page.waitForFunction(() => document.querySelector("#dot")?.getAttribute("r") === "2");
  assert.match(await page.locator("#row").innerText(), /^before one\s?two after$/);
  assert.equal(await page.evaluate(() => document.querySelector("#dot") instanceof SVGElement), true);
  assert.deepEqual(errors, []);
});

browserTest("context reaches islands through JSX, and not what stands outside", "/odd", async ({ page, errors }) => {
  await page.waitForFunction(() => document.querySelector("#in-none")?.textContent === "depth 0");
  await page.waitForFunction(() => document.querySelector("#in-one")?.textContent === "depth 1");
  await page.waitForFunction(() => document.querySelector("#in-two")?.textContent === "depth 2");
  assert.deepEqual(errors, []);
});

browserTest(
  "JSX keeps its form on the way, however often and from wherever it is shown",
  "/odd",
  async ({ page, errors }) => {
    await page.click("#holder button");
    await page.waitForSelector("#holder .two");
    for (const box of ["one", "two"]) {
      const inside = (selector: string) => page.locator(`#holder .${box} ${selector}`);
      assert.equal(await inside("select").inputValue(), "b");
      assert.equal(await inside("svg").getAttribute("viewBox"), "0 0 10 10");
      assert.equal(await inside("linearGradient").evaluate((node) => node instanceof SVGLinearGradientElement), true);
      assert.equal(await inside(".styled").getAttribute("title"), "t");
      assert.equal(await inside(".styled").getAttribute("aria-hidden"), "false");
      assert.equal(await inside(".styled").getAttribute("draggable"), "false");
      assert.equal(await inside("em").textContent(), "raw");
    }
    assert.equal(await page.locator("#holder .held u").textContent(), "held");
    assert.equal(await page.locator("#holder .part s").textContent(), "part");
    assert.deepEqual(errors, []);
  },
);
