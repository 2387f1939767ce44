import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import sharp from "sharp";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

Deno.test({ name: "two people send each other pictures and files in Chromium", ignore }, async (t) => {
  await using server = await startServer({ env: { FRESHET_FILE_MAX: "300 KB" } });
  await using ann = await Talker.register(browser, server, "ann");
  await using bob = await Talker.register(browser, server, "bob");
  const chat = await ann.chatWith(bob);
  await ann.open(chat);
  await bob.open(chat);
  const jpeg = await sharp({ create: { width: 900, height: 600, channels: 3, background: "#27686f" } }).jpeg()
    .toBuffer();
  const photo = { name: "quay.jpg", mimeType: "image/jpeg", buffer: jpeg };
  const note = { name: "tides.txt", mimeType: "text/plain", buffer: Buffer.from("low 04:12") };
  const { page } = ann;
  /** Where to put pictures of the page, for looking at. */
  const shots = Deno.env.get("FRESHET_TEST_SHOTS");

  await t.step("what is chosen shows with its progress and goes with the next message", async () => {
    await page.setInputFiles("#composer-files", [photo, note]);
    await page.waitForSelector(".upload.done:nth-child(2)");
    assert.equal(await page.locator(".upload").count(), 2);
    await page.fill("#composer", "the quay");
    await page.click("button.send");
    await page.waitForSelector(".upload", { state: "detached" });
    const picture = bob.page.locator(".picture img[alt='quay.jpg']");
    await until(
      () => picture.evaluateAll(([img]) => img instanceof HTMLImageElement && img.complete && img.naturalWidth > 0),
      "bob sees the picture",
    );
    const box = await picture.boundingBox();
    assert.deepEqual([Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)], [320, 213]);
    assert.ok(await bob.page.locator("a.file", { hasText: "tides.txt" }).isVisible());
    await bob.sees("the quay");
  });

  await t.step("a picture opens over the page, turns and zooms by keys, and Escape gives the page back", async () => {
    await page.setInputFiles("#composer-files", { ...photo, name: "pier.jpg" });
    await page.waitForSelector(".upload.done");
    await page.press("#composer", "Enter");
    const { page: phone } = bob;
    await phone.locator(".picture img[alt='pier.jpg']").waitFor();
    await phone.click(".picture img[alt='quay.jpg']");
    await phone.waitForSelector("dialog.viewer img[alt='quay.jpg']");
    await phone.keyboard.press("ArrowRight");
    await phone.waitForSelector("dialog.viewer img[alt='pier.jpg']");
    await phone.keyboard.press("+");
    await phone.waitForSelector("dialog.viewer .stage.zoomed");
    await phone.keyboard.press("-");
    await phone.waitForSelector("dialog.viewer .stage:not(.zoomed)");
    if (shots) await phone.screenshot({ path: `${shots}/viewer.png` });
    await phone.keyboard.press("Escape");
    await phone.waitForSelector("dialog.viewer", { state: "detached" });
    assert.match(phone.url(), new RegExp(`/c/${chat}$`));
  });

  await t.step("a file is dropped on the page, another taken out again, and sent without words", async () => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["one"], "one.txt"));
      data.items.add(new File(["two"], "two.txt"));
      document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.waitForSelector(".upload.done:nth-child(2)");
    await page.click("button[aria-label='Remove two.txt']");
    await until(async () => await page.locator(".upload").count() === 1, "the file to be taken out");
    await page.press("#composer", "Enter");
    await bob.page.locator("a.file", { hasText: "one.txt" }).waitFor();
    assert.equal(await bob.page.locator("a.file", { hasText: "two.txt" }).count(), 0);
  });

  await t.step("what is too large says so and can be taken out", async () => {
    ann.visitor.expectProblems(/413|Failed to load resource/);
    await page.setInputFiles("#composer-files", { ...note, name: "big.bin", buffer: Buffer.alloc(301 * 1024) });
    await page.waitForSelector(".upload.failed");
    assert.match(await page.locator(".upload .problem").innerText(), /Larger than this server takes/);
    await page.click("button[aria-label='Remove big.bin']");
    await page.waitForSelector(".upload", { state: "detached" });
  });
  if (shots) {
    await page.setInputFiles("#composer-files", [photo, note]);
    await page.waitForSelector(".upload.done:nth-child(2)");
    await page.screenshot({ path: `${shots}/files-wide.png` });
    await bob.page.setViewportSize({ width: 390, height: 844 });
    await bob.page.screenshot({ path: `${shots}/files-phone.png` });
  }
});
