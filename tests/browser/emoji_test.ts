import assert from "node:assert/strict";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { complaints } from "./axe.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

async function axe({ page }: Talker, what: string): Promise<void> {
  assert.deepEqual(await complaints(page), [], what);
}

const field = ({ page }: Talker): Promise<string> => page.inputValue("#composer");

Deno.test(
  { name: "emoji are completed, picked and used as reactions, by keyboard, in both languages", ignore },
  async (t) => {
    await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
    await using ann = await Talker.register(browser, server, "ann");
    await using mei = await Talker.register(
      browser,
      { url: server.url, locale: "zh-CN", width: 390, height: 844 },
      "mei",
    );
    const direct = await ann.chatWith(mei);
    const step = async (name: string, act: () => Promise<void>) => {
      if (!await t.step(name, act)) throw new Error(`Stopped at: ${name}`);
    };

    await step("two letters behind a colon offer emoji; Enter takes one; two colons need no list", async () => {
      await ann.open(direct);
      await ann.page.focus("#composer");
      await ann.page.keyboard.type("done :tad");
      await ann.page.locator("#offers [aria-selected=true]", { hasText: ":tada:" }).waitFor();
      await axe(ann, "the offers");
      await ann.page.keyboard.press("Enter");
      assert.equal(await field(ann), "done 🎉 ");
      await ann.page.keyboard.type("at 10:30 :heart: :D");
      assert.equal(await field(ann), "done 🎉 at 10:30 ❤️ :D");
      assert.equal(await ann.page.locator("#offers").count(), 0);
      await ann.page.keyboard.press("Enter");
      await ann.sees("done 🎉");
    });

    await step("the picker searches, moves by arrows, and puts the emoji where the caret stood", async () => {
      await ann.page.fill("#composer", "ab");
      await ann.page.keyboard.press("ArrowLeft");
      await ann.page.locator(".pickemoji").click();
      await ann.page.locator(".emoji [role=option]").nth(400).waitFor();
      await ann.page.keyboard.type("rocket");
      await ann.page.locator(".emoji .shown", { hasText: "rocket" }).waitFor();
      // With few emoji: all of them would take a minute.
      await axe(ann, "the picker");
      await ann.page.keyboard.press("Enter");
      await ann.page.locator(".emoji").waitFor({ state: "detached" });
      await until(
        () => ann.page.evaluate(() => document.activeElement?.id === "composer"),
        "the composer has the focus",
      );
      assert.equal(await field(ann), "a🚀b");
      await ann.page.locator(".pickemoji").click();
      await ann.page.locator("#emoji-recent [aria-selected=true]", { hasText: "🚀" }).waitFor();
      await ann.page.keyboard.press("ArrowDown");
      await ann.page.locator("#emoji-people [aria-selected=true]", { hasText: "😀" }).waitFor();
      await ann.page.keyboard.press("Escape");
      await ann.page.locator(".emoji").waitFor({ state: "detached" });
      await ann.page.fill("#composer", "");
    });

    await step("the tone of hands is chosen with keys, and remembered", async () => {
      await ann.page.locator(".pickemoji").click();
      await ann.page.locator(".emoji [role=option]").nth(400).waitFor();
      await ann.page.keyboard.press("Tab");
      await ann.page.getByRole("button", { name: "Skin tone: yellow" }).press("Enter");
      await ann.page.getByRole("button", { name: "Skin tone: light" }).waitFor();
      await ann.page.keyboard.press("Tab");
      await ann.page.keyboard.type("thumbs up");
      await ann.page.locator(".emoji [aria-selected=true]", { hasText: "👍🏻" }).waitFor();
      await ann.page.keyboard.press("Enter");
      await until(async () => await field(ann) === "👍🏻", "it stands in the field");
      await ann.page.fill("#composer", "");
      await ann.page.locator("#composer").pressSequentially(":wave:");
      assert.equal(await field(ann), "👋🏻");
      await ann.page.fill("#composer", "");
    });

    await step("every emoji can be a reaction", async () => {
      const article = ann.message("done 🎉").locator("article");
      await article.focus();
      await ann.page.keyboard.press("+");
      await ann.page.getByRole("button", { name: "More emoji" }).click();
      await ann.page.locator(".emoji input").waitFor();
      await ann.page.keyboard.type("whale");
      await ann.page.locator(".emoji [role=option]").first().click();
      await ann.message("done 🎉").locator(".react").first().waitFor();
    });

    await step("in Chinese, on a phone, emoji are found by Chinese words", async () => {
      await mei.open(direct);
      await mei.page.locator(".pickemoji").click();
      await mei.page.fill(".emoji input", "庆祝");
      await mei.page.locator(".emoji [role=option]", { hasText: "🎉" }).waitFor();
      await axe(mei, "the sheet");
      await mei.page.locator(".emoji [role=option]", { hasText: "🎉" }).click();
      await until(async () => await field(mei) === "🎉", "the emoji stands in the field");
    });
  },
);
