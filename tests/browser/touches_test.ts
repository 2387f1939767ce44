import assert from "node:assert/strict";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

const CODE = "look:\n```ts\nconst answer = 42; // <img src=x onerror=alert(1)>\n```";

Deno.test({ name: "small things that make the pages pleasant", ignore }, async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  await using ann = await Talker.register(browser, { ...server, url: server.url, width: 390, height: 844 }, "ann");
  await using bob = await Talker.register(browser, server, "bob");
  const { page } = ann;
  const chat = await ann.chatWith(bob);
  const step = async (name: string, act: () => Promise<void>) => {
    if (!await t.step(name, act)) throw new Error(`Stopped at: ${name}`);
  };

  await step(
    "code with its language gets colours, when it is opened and when it comes, and never elements",
    async () => {
      await bob.post(chat, CODE);
      await ann.open(chat);
      await page.locator("pre .ck", { hasText: "const" }).first().waitFor();
      await bob.post(chat, `again, ${CODE}`);
      await until(async () => await page.locator("pre .cn", { hasText: "42" }).count() === 2, "the second has colours");
      assert.match(await page.locator("pre .cc").first().textContent() ?? "", /<img src=x onerror/);
      assert.equal(await page.locator("pre img").count(), 0);
      assert.equal(
        await page.locator("pre").first().textContent(),
        "const answer = 42; // <img src=x onerror=alert(1)>",
      );
    },
  );

  await step("a swipe to the right replies; one that is short, or goes down, does not", async () => {
    const cdp = await ann.visitor.context.newCDPSession(page);
    await cdp.send("Emulation.setTouchEmulationEnabled", { enabled: true });
    await ann.open(chat);
    const { x, y } = await page.locator("li.msg p", { hasText: "again" }).boundingBox() ?? { x: 0, y: 0 };
    const touch = async (type: "touchStart" | "touchMove" | "touchEnd", right = 0, down = 0) =>
      await cdp.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: type === "touchEnd" ? [] : [{ x: x + 20 + right, y: y + 5 + down }],
      });
    const swipe = async (right: number, down: number) => {
      await touch("touchStart");
      for (let part = 1; part <= 4; part++) await touch("touchMove", right * part / 4, down * part / 4);
      await touch("touchEnd");
    };
    const strip = page.locator(".composer .strip");
    await until(async () => {
      await swipe(70, 4);
      return await strip.count() === 1;
    }, "a swipe opens a reply");
    await strip.locator("a").click();
    await strip.waitFor({ state: "detached" });
    await swipe(40, 0);
    await swipe(10, 90);
    assert.equal(await strip.count(), 0);
    assert.equal(await page.locator("article.swiped").count(), 0, "it is back in its place");
  });

  await step("keys of an input method choose nothing in the palette", async () => {
    await page.keyboard.press("Control+k");
    await page.locator("dialog.palette [role=option]").first().waitFor();
    const path = () => page.evaluate(() => location.pathname);
    const before = await path();
    await page.locator("dialog.palette input").dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    assert.equal(await page.locator("dialog.palette").count(), 1);
    assert.equal(await path(), before);
    await page.keyboard.press("Escape");
  });

  await step("a setting is saved when it is changed, seen at once, and there after a reload", async () => {
    await page.goto("/settings/appearance");
    await page.locator("form.atonce").waitFor();
    await page.getByRole("radio", { name: "Dark" }).check();
    await page.locator("html[data-theme=dark]").waitFor();
    await page.getByRole("switch", { name: "Enter sends the message" }).uncheck();
    await page.locator(".hint.ok", { hasText: "Saved" }).waitFor();
    await page.getByRole("status").filter({ hasText: "Saved" }).waitFor();
    await page.locator("#language").selectOption("zh");
    await page.locator("html[lang=zh-Hans]").waitFor();
    await until(() => page.evaluate(() => document.activeElement?.id === "language"), "the focus is where it was");
    assert.equal(await page.locator("html[data-theme=dark]").count(), 1);
    assert.equal(await page.locator("#enter_sends").isChecked(), false);
  });

  await step("when that fails the page says so, and has its button", async () => {
    ann.visitor.expectProblems(/ERR_INTERNET_DISCONNECTED|Failed to (load|fetch)/);
    await ann.visitor.context.setOffline(true);
    await page.locator("#enter_sends").check();
    await page.getByRole("status").filter({ hasText: "未保存" }).waitFor();
    await ann.visitor.context.setOffline(false);
    await page.locator("form .ways button").click();
    await page.waitForURL("**/settings/appearance");
    assert.equal(await page.locator("#enter_sends").isChecked(), true);
  });

  await step("a password can be looked at while it is typed", async () => {
    await page.goto("/settings/password");
    const field = page.locator("#new_password");
    await field.fill("glass bead game");
    await page.locator(".control:has(#new_password) .eye").click();
    assert.equal(await field.getAttribute("type"), "text");
    assert.equal(await field.inputValue(), "glass bead game");
    await page.locator(".control:has(#new_password) .eye").click();
    assert.equal(await field.getAttribute("type"), "password");
  });
});
