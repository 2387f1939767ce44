import type { Page } from "playwright-core";

/** Something that lies over a conversation: how it comes and how it goes. */
export interface OpenLayer {
  open(page: Page): Promise<void>;
  close(page: Page): Promise<void>;
}

const byKey = (keys: string, shown: string): OpenLayer => ({
  open: async (page) => {
    await page.keyboard.press(keys);
    await page.locator(shown).first().waitFor();
  },
  close: async (page) => {
    await page.keyboard.press("Escape");
    await page.locator(shown).first().waitFor({ state: "detached" });
  },
});

const onMessage = (keys: string, shown: string, which = "li.msg.own article"): OpenLayer => {
  const { open, close } = byKey(keys, shown);
  return {
    open: async (page) => {
      await page.locator(which).last().focus();
      await open(page);
    },
    close,
  };
};

const typed = (text: string): OpenLayer => ({
  open: async (page) => {
    await page.locator("#composer").pressSequentially(text);
    await page.locator("#offers").waitFor();
  },
  close: async (page) => {
    await page.keyboard.press("Escape");
    await page.fill("#composer", "");
  },
});

/** Every layer of the messenger, by the names of their pictures. */
export const OPEN_LAYERS: Readonly<Record<string, OpenLayer>> = {
  "palette": byKey("Control+k", "dialog.palette [role=option]"),
  "keys": byKey("Control+/", "dialog[open] kbd"),
  "menu": onMessage("Shift+F10", ".float [role=menuitem], .dialog [role=menuitem]"),
  "reactions": onMessage("+", ".float .react, .dialog .react"),
  "recall": onMessage("Delete", "dialog .danger"),
  "reply": onMessage("r", ".strip", "li.msg article"),
  "edit": onMessage("e", ".strip"),
  "emoji": {
    open: async (page) => {
      await page.locator(".pickemoji").click();
      // With few emoji: axe would look at all of them for a minute.
      await page.fill(".emoji input", "rocket");
      await page.locator(".emoji [role=option]").first().waitFor();
    },
    close: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(".emoji").waitFor({ state: "detached" });
    },
  },
  "mentions": typed("@"),
  "emoji-names": typed(":he"),
};
