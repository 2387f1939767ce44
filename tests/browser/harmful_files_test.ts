import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

/** Says that it has run wherever it can: in the page above, over the network, and to the person. */
const TRIP = "try{top.tripped=1}catch{};try{fetch('/canary')}catch{};try{alert(1)}catch{}";
const SCRIPT = `<script>${TRIP}</script><img src=x onerror="${TRIP}">`;

async function harmful(): Promise<[name: string, type: string, body: Buffer][]> {
  const gif = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } }).gif().toBuffer();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${TRIP}"><script>${TRIP}</script></svg>`;
  return [
    ["page.html", "text/html", Buffer.from(`<!doctype html>${SCRIPT}`)],
    [
      "page.xhtml",
      "application/xhtml+xml",
      Buffer.from(`<html xmlns="http://www.w3.org/1999/xhtml"><script>${TRIP}</script></html>`),
    ],
    ["picture.png", "image/png", Buffer.from(`<!doctype html>${SCRIPT}`)],
    ["drawing.svg", "image/svg+xml", Buffer.from(svg)],
    ["drawing.jpg", "image/jpeg", Buffer.from(svg)],
    ["script.js", "text/javascript", Buffer.from(TRIP)],
    ["worker.js", "application/javascript", Buffer.from(`fetch('/canary');onfetch=()=>{}`)],
    ["claims.gif", "image/gif", Buffer.from(`GIF89a=1;${TRIP}`)],
    ["both.gif", "image/gif", Buffer.concat([gif, Buffer.from(`=1;${TRIP};${SCRIPT}`)])],
    [
      "both.pdf",
      "application/pdf",
      Buffer.from(`%PDF-1.4\n${SCRIPT}\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj`),
    ],
    ["broken.jpg", "image/jpeg", Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from(SCRIPT)])],
    ["sheet.css", "text/css", Buffer.from("body{background:url(/canary)}")],
  ];
}

Deno.test(
  { name: "H2: nothing that was uploaded runs in Chromium, in whatever way a page uses it", ignore },
  async (t) => {
    await using server = await startServer();
    await using ann = await Talker.register(browser, server, "ann");
    // What is refused, and what comes as a file to save, Chromium logs.
    ann.visitor.expectProblems(
      /MIME type|Refused to|Failed to load resource|violates|sandbox|ERR_|Not allowed|blocked/i,
    );
    const { page, visitor: { context } } = ann;
    let canary = 0;
    context.on("request", (request) => canary += new URL(request.url()).pathname === "/canary" ? 1 : 0);
    // Pages of our own origin without any policy of ours, as a weakness elsewhere would give.
    await context.route(
      "**/bare/**",
      (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><body>" }),
    );
    await context.route("**/live/**", (route) => {
      const isScript = new URL(route.request().url()).pathname.endsWith(".js");
      return route.fulfill(
        isScript
          ? { contentType: "text/javascript", body: "top.tripped = 1; fetch('/canary')" }
          : { contentType: "text/html", body: "<script>top.tripped = 1; fetch('/canary')</script>" },
      );
    });
    const urls: [string, string][] = [];
    for (const [name, type, body] of await harmful()) {
      const headers = { origin: server.url, "content-type": type };
      const path = `/api/v1/files?name=${encodeURIComponent(name)}`;
      const answer = await context.request.post(path, { data: body, headers });
      assert.equal(answer.status(), 201, name);
      urls.push([name, (await answer.json()).attachment.url]);
    }

    await t.step("the tripwires work: a real script in a frame, and one by its address", async () => {
      for (const [tag, address] of [["iframe", "/live/page.html"], ["script", "/live/script.js"]] as const) {
        await page.goto("/bare/x");
        const before = canary;
        await embed(page, address, [tag]);
        assert.equal(await tripped(page), 1);
        await until(() => canary > before, "the canary to be called");
      }
      canary = 0;
    });

    for (const [what, isStripped] of [["with its headers", false], ["without its policy", true]] as const) {
      if (isStripped) {
        await context.route("**/files/**", async (route) => {
          const response = await route.fetch();
          const { "content-security-policy": _, ...headers } = response.headers();
          await route.fulfill({ response, headers });
        });
      }
      await t.step(`in frames, objects, pictures, scripts, styles and workers, ${what}`, async () => {
        await page.goto("/bare/x");
        const ways = ["iframe", "object", "embed", "img", "script", "module", "link", "worker", "service"];
        await Promise.all(urls.map(([, url]) => embed(page, url, ways)));
        assert.deepEqual([await tripped(page), canary], [0, 0]);
      });
    }

    await t.step("opened by their address: saved, or shown as the picture they are", async () => {
      const open = async (address: string) => {
        const tab = await context.newPage();
        const saved = tab.waitForEvent("download", { timeout: 30_000 }).then(() => "saved", () => "never");
        const shown = tab.goto(address).then(() => "shown", () => saved);
        const outcome = await Promise.race([saved, shown]);
        await tab.close();
        return outcome;
      };
      await Promise.all(urls.map(async ([name, url]) => {
        const outcome = name === "both.gif" ? "shown" : "saved";
        assert.equal(await open(url), outcome, name);
        if (name === "page.html" || name === "both.gif") {
          assert.equal(await open(url.replace("/files/", "/uploads/")), outcome, name);
        }
      }));
      assert.equal(canary, 0);
    });
  },
);

/** Uses an address in these ways, and waits until each has come to something. */
const embed = (page: Page, url: string, ways: readonly string[]): Promise<void> =>
  page.evaluate(async ([url, ways]) => {
    const settle = (way: string) =>
      new Promise<void>((resolve) => {
        const tag = way === "module" ? "script" : way;
        const element = document.createElement(tag);
        element.addEventListener("load", () => resolve());
        element.addEventListener("error", () => resolve());
        // What becomes a download tells nobody.
        setTimeout(resolve, 300);
        if (element instanceof HTMLScriptElement) element.type = way === "module" ? "module" : "text/javascript";
        if (element instanceof HTMLLinkElement) element.rel = "stylesheet";
        const name = element instanceof HTMLObjectElement
          ? "data"
          : element instanceof HTMLLinkElement
          ? "href"
          : "src";
        element.setAttribute(name, url);
        document.body.append(element);
      });
    const start = async (way: string) => {
      if (way === "worker") new Worker(url);
      else if (way === "service") await navigator.serviceWorker.register(url).catch(() => {});
      else await settle(way);
    };
    await Promise.all(ways.map(start));
  }, [url, ways] as const);

const tripped = (page: Page): Promise<number> =>
  page.evaluate(() => Number((globalThis as { tripped?: number }).tripped ?? 0));
