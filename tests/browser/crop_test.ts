import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import sharp from "sharp";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { complaints } from "./axe.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();
/** Where to put pictures of the page, for looking at. */
const shots = Deno.env.get("FRESHET_TEST_SHOTS");

/** Four fields, lying on their side in the file as a camera leaves them. */
async function photo(): Promise<Buffer> {
  const field = (left: number, top: number, background: string) => ({
    input: { create: { width: 400, height: 300, channels: 3, background } },
    left,
    top,
  } as const);
  const upright = await sharp({ create: { width: 800, height: 600, channels: 3, background: "black" } })
    .composite([field(0, 0, "#c33"), field(400, 0, "#3a3"), field(0, 300, "#36c"), field(400, 300, "#cc3")])
    .png().toBuffer();
  return await sharp(upright).rotate(270).jpeg().withMetadata({ orientation: 6 }).toBuffer();
}

Deno.test({ name: "the square of a picture is chosen in the page, by keys, pointer and finger", ignore }, async (t) => {
  await using server = await startServer();
  await using ann = await Talker.register(browser, server, "ann");
  const { page } = ann;
  page.setDefaultTimeout(30_000);
  const file = { name: "me.jpg", mimeType: "image/jpeg", buffer: await photo() };
  const square = async () => {
    const values = await page.locator("input[name^=crop_]").evaluateAll((fields) =>
      fields.map((field) => field instanceof HTMLInputElement ? field.value : "")
    );
    return values.join(" ");
  };
  const use = () => page.click("dialog .button.primary");
  const choose = async (path = "/settings/profile") => {
    await page.goto(path);
    await page.setInputFiles("#picture", file);
    await page.waitForSelector("dialog[open] .cropsquare");
  };
  /** The colour in the middle of a stored picture. */
  const colourOf = async (address: string) => {
    const answer = await ann.visitor.context.request.get(address);
    const pixel = await sharp(await answer.body()).extract({ left: 256, top: 256, width: 1, height: 1 }).raw()
      .toBuffer();
    return [...pixel.subarray(0, 3)].map((part) => (part > 128 ? "f" : "0")).join("");
  };
  const avatar = async () =>
    (await (await ann.visitor.context.request.get("/api/v1/users/profile")).json()).user.avatar as string;

  await t.step("the dialog has the focus on the square, and nothing that axe objects to", async () => {
    await choose();
    assert.equal(await page.evaluate(() => document.activeElement?.className), "cropsquare disc");
    assert.deepEqual(await complaints(page), []);
    if (shots) await page.screenshot({ path: `${shots}/crop-wide.png` });
  });

  await t.step("arrows move it, plus and minus zoom it, and what is used goes with the form", async () => {
    for (let n = 0; n < 8; n++) await page.keyboard.press("+");
    for (const key of ["ArrowRight", "ArrowDown"]) {
      for (let n = 0; n < 6; n++) await page.keyboard.press(`Shift+${key}`);
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog", { state: "detached" });
    const [x = 0, y = 0, size = 0] = (await square()).split(" ").map(Number);
    assert.deepEqual([x + size, y + size], [800, 600], "in the corner, and as a whole within the picture");
    assert.ok(size < 300, String(size));
    assert.equal(await page.evaluate(() => document.activeElement?.id), "picture", "the focus is back");
    await page.click("form.stack button[type=submit]");
    await page.waitForSelector(".flash.done");
    assert.equal(await colourOf(await avatar()), "ff0");
  });

  await t.step("a mouse drags it, the wheel and the slider zoom it, a press elsewhere brings it there", async () => {
    await choose();
    const frameNow = async () => await page.locator(".cropframe").boundingBox() ?? assert.fail("no frame");
    const zoom = () => page.inputValue("dialog input[type=range]");
    const frame = await frameNow();
    const before = await zoom();
    await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await page.mouse.wheel(0, -600);
    await until(async () => await zoom() !== before, "the wheel has zoomed");
    await page.mouse.down();
    await page.mouse.move(frame.x - 50, frame.y - 50, { steps: 4 });
    await page.mouse.up();
    await use();
    assert.match(await square(), /^0 0 \d+$/);
    await page.click(".cropped button");
    await page.fill("dialog input[type=range]", "80");
    // The dialog may stand elsewhere than the first time.
    const again = await frameNow();
    await page.mouse.click(again.x + 0.25 * again.width, again.y + 0.75 * again.height);
    if (shots) await page.screenshot({ path: `${shots}/crop-near.png` });
    await use();
    const [x = 0, y = 0, size = 0] = (await square()).split(" ").map(Number);
    assert.ok(Math.abs(x + size / 2 - 200) < 6 && Math.abs(y + size / 2 - 450) < 6, await square());
    if (shots) await page.screenshot({ path: `${shots}/crop-chosen.png` });
  });

  await t.step("Escape gives up: the square that was there stays, and without one the choice is gone", async () => {
    const before = await square();
    await page.click(".cropped button");
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    assert.equal(await square(), before);
    await choose();
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    assert.equal(await square(), "  ");
    assert.equal(await page.inputValue("#picture"), "");
  });

  await t.step("what is no picture is left to the server, which says so", async () => {
    ann.visitor.expectProblems(/400/);
    await page.setInputFiles("#picture", { name: "x.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await page.click("form.stack button[type=submit]");
    await page.waitForSelector("text=This is not a picture that can be shown");
  });

  await t.step("a finger does it on a phone, in Chinese and in the dark, for a group", async () => {
    const group = await ann.group("Harbour");
    await using phone = await browser.visitor({
      url: server.url,
      width: 390,
      height: 844,
      dark: true,
      locale: "zh-CN",
      touch: true,
    });
    await phone.context.addCookies(await ann.visitor.context.cookies());
    const { page } = phone;
    page.setDefaultTimeout(30_000);
    await page.goto(`/groups/${group}/settings`);
    await page.setInputFiles("#picture", file);
    await page.waitForSelector("dialog[open] .cropsquare");
    const frame = await page.locator(".cropframe").boundingBox();
    assert.ok(frame && frame.x >= 8 && frame.x + frame.width <= 382, JSON.stringify(frame));
    for (let n = 0; n < 4; n++) await page.tap("dialog button[aria-label='放大']");
    const finger = await phone.context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number, y: number) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
    const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    await touch("touchStart", x, y);
    for (let n = 1; n <= 8; n++) await touch("touchMove", x + n * 30, y - n * 30);
    await touch("touchEnd", 0, 0);
    if (shots) await page.screenshot({ path: `${shots}/crop-phone.png` });
    // Not tapped: after so quick a drag Chromium takes the next tap for one that ends a fling.
    await page.click("dialog .button.primary");
    await page.waitForSelector(".cropped canvas");
    if (shots) await page.screenshot({ path: `${shots}/crop-phone-chosen.png` });
    await page.click("form.stack[enctype] button[type=submit]");
    await page.waitForSelector(".flash.done");
    const { group: changed } = await (await phone.context.request.get(`/api/v1/groups/${group}`)).json();
    assert.equal(await colourOf(changed.avatar), "0f0");
  });
});
