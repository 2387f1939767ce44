import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Locator } from "playwright-core";
import sharp from "sharp";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();
/** Where to put pictures of the page, for looking at. */
const shots = Deno.env.get("FRESHET_TEST_SHOTS");
const PHONE = { width: 390, height: 844, touch: true } as const;
const SLOW = 500_000;

/** About a megabyte, as no phone takes it smaller. */
async function photo(name: string, tint: string) {
  const noise = new Uint8Array(540_000);
  for (let at = 0; at < noise.length; at += 60_000) crypto.getRandomValues(noise.subarray(at, at + 60_000));
  const raw = { width: 600, height: 300, channels: 3 } as const;
  const buffer = await sharp(noise, { raw }).resize(3_000, 2_000).tint(tint).jpeg({ quality: 92 }).toBuffer();
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(buffer) };
}

const isShown = (picture: Locator) =>
  until(
    () => picture.evaluateAll(([img]) => img instanceof HTMLImageElement && img.complete && img.naturalWidth > 0),
    "the picture to be there",
    40_000,
  );

Deno.test(
  { name: "on a phone a photo is sent in three taps, and its way is seen; a picture comes back", ignore },
  async (t) => {
    await using server = await startServer();
    await using ann = await Talker.register(browser, { url: server.url, ...PHONE }, "ann");
    await using bob = await Talker.register(browser, { url: server.url, width: 1440, height: 900, dark: true }, "bob");
    const chat = await ann.chatWith(bob);
    await ann.open(chat);
    await bob.open(chat);
    const { page } = ann;
    const shoot = async (name: string) => {
      if (!shots) return;
      for (const colorScheme of ["light", "dark"] as const) {
        for (const { page, name: who } of [ann, bob]) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: `${shots}/photo-${name}-${who}-${colorScheme}.png` });
        }
      }
    };
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    /** So many bytes a second go up. */
    const network = (uploadThroughput: number) =>
      devtools.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: 10,
        downloadThroughput: -1,
        uploadThroughput,
      });
    let taps = 0;
    const tap = async (selector: string) => {
      taps++;
      await page.tap(selector);
    };

    await t.step("attach, the photo in the phone's own list, send", async () => {
      await network(SLOW);
      const asked = page.waitForEvent("filechooser");
      await tap("label.attach");
      const list = await asked;
      taps++;
      await list.setFiles(await photo("quay.jpg", "#6bf"));
      const ring = page.locator(".upload [role=progressbar]");
      const far = async () => Number(await ring.getAttribute("aria-valuenow").catch(() => 0));
      await until(async () => await far() > 0, "some of it to be on its way", 40_000);
      const first = await far();
      assert.ok(first < 100, String(first));
      await shoot("sending");
      await until(async () => await ring.count() === 0 || await far() > first, "more of it to be on its way", 40_000);
      await network(-1);
      await page.waitForSelector(".upload.done");
      await tap("button.send");
      await isShown(bob.page.locator(".picture img[alt='quay.jpg']"));
      await isShown(page.locator(".picture img[alt='quay.jpg']"));
      assert.equal(taps, 3);
    });

    await t.step("and the other's comes back", async () => {
      await bob.page.setInputFiles("#composer-files", [
        await photo("pier.jpg", "#fb6"),
        await photo("sea.jpg", "#6fb"),
      ]);
      await bob.page.waitForSelector(".upload.done:nth-child(2)");
      await bob.page.press("#composer", "Enter");
      await isShown(page.locator(".picture img[alt='pier.jpg']"));
      await isShown(page.locator(".picture img[alt='sea.jpg']"));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      assert.ok(wide, "nothing stands out of the window");
      await shoot("both");
    });

    await t.step("a finger opens it, swipes to the next, and closes it", async () => {
      await page.tap(".picture img[alt='pier.jpg']");
      await page.waitForSelector("dialog.viewer img[alt='pier.jpg']");
      if (shots) await page.screenshot({ path: `${shots}/photo-viewer.png` });
      const finger = await page.context().newCDPSession(page);
      const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number) =>
        finger.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y: 400 }] });
      await touch("touchStart", 300);
      await touch("touchMove", 200);
      await touch("touchMove", 100);
      await touch("touchEnd", 0);
      await page.waitForSelector("dialog.viewer img[alt='sea.jpg']");
      await page.click("dialog.viewer button[aria-label=Close]");
      await page.waitForSelector("dialog.viewer", { state: "detached" });
    });
  },
);
