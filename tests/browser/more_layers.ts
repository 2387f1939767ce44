import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { api, type Person } from "../support/client.ts";
import type { OpenLayer } from "./layers.ts";
import type { World } from "./world.ts";

const png = (width: number, height: number, background: string): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background } }).png().toBuffer();

async function sendPicture(who: Person, group: string, name: string, picture: Buffer): Promise<void> {
  const body = new FormData();
  body.set("file", new File([new Uint8Array(picture)], name, { type: "image/png" }));
  const address = `${who.target.url}/api/v1/messages/group/${group}/upload`;
  const answer = await fetch(address, { method: "POST", headers: { authorization: `Bearer ${who.token}` }, body });
  if (!answer.ok) throw new Error(`A picture was answered with ${answer.status}`);
  await answer.body?.cancel();
}

const goneWithEscape = (shown: string) => async (page: Page) => {
  await page.keyboard.press("Escape");
  await page.locator(shown).first().waitFor({ state: "detached" });
};

/** Layers that need something to have happened first; only their pictures are taken. The last ends the sign-in. */
export const moreLayers = (world: World): Readonly<Record<string, OpenLayer>> => ({
  "palette-found": {
    open: async (page) => {
      await page.keyboard.press("Control+k");
      await page.locator("dialog.palette input").waitFor();
      await page.keyboard.type("re");
      await page.getByRole("option", { name: "Rollback" }).first().waitFor();
    },
    close: goneWithEscape("dialog.palette"),
  },
  "palette-nothing": {
    open: async (page) => {
      await page.keyboard.press("Control+k");
      await page.locator("dialog.palette input").waitFor();
      await page.keyboard.type("gaugzz");
      await page.locator(".palette .nothing").waitFor();
    },
    close: goneWithEscape("dialog.palette"),
  },
  "emoji-all": {
    open: async (page) => {
      await page.locator(".pickemoji").click();
      await page.locator(".emoji [role=option]").first().waitFor();
    },
    close: goneWithEscape(".emoji"),
  },
  "readers-none": {
    open: async (page) => {
      await page.locator("a.receipt").last().click();
      await page.locator("dialog[open] .members:not([aria-busy=true])").waitFor({ state: "attached" });
    },
    close: goneWithEscape("dialog[open]"),
  },
  "readers": {
    open: async (page) => {
      for (const reader of [world.aisha, world.xiaoyu, world.jonas]) {
        await api(reader, "PUT", `/api/v1/conversations/${world.release}/read`, { seq: 100 });
      }
      await page.locator("a.receipt").last().click();
      await page.locator("dialog[open] .members li").first().waitFor();
    },
    close: goneWithEscape("dialog[open]"),
  },
  "menu-other": {
    open: async (page) => {
      await page.locator("li.msg:not(.own) article").filter({ hasText: "谢谢" }).click({ button: "right" });
      await page.locator("[role=menuitem]").first().waitFor();
    },
    close: goneWithEscape("[role=menuitem]"),
  },
  "picture": {
    open: async (page) => {
      await sendPicture(world.aisha, world.release, "harbour at six.png", await png(1200, 800, "#2f6f7f"));
      await sendPicture(world.aisha, world.release, "tall.png", await png(500, 1400, "#b06a3b"));
      await page.locator("a.picture").nth(1).waitFor();
      await page.locator("a.picture").first().click();
      await page.locator("dialog.viewer img").waitFor();
    },
    close: goneWithEscape("dialog.viewer"),
  },
  "toast-message": {
    open: async (page) => {
      await api(world.aisha, "POST", `/api/v1/messages/group/${world.hikers}`, { content: "下雨就改到周日 @mei.lin" });
      await page.locator(".toast.said").waitFor();
    },
    close: async (page) => await page.locator(".toast .tool").click(),
  },
  "toast-copied": {
    open: async (page) => {
      await page.context().grantPermissions(["clipboard-write"]);
      await page.locator("li.msg article").filter({ hasText: "runbook" }).focus();
      await page.keyboard.press("c");
      await page.locator(".toast.done").waitFor();
    },
    close: async () => {},
  },
  "kept-draft": {
    open: async (page) => {
      await page.fill("#composer", "The steps are written; I only need to\nadd the part about");
      await api(world.jonas, "DELETE", `/api/v1/groups/${world.release}/members/${world.mei.id}`);
      await page.locator("#kept").waitFor();
    },
    close: async (page) => {
      await api(world.jonas, "POST", `/api/v1/groups/${world.release}/members`, { user_id: world.mei.id });
      await api(world.jonas, "PUT", `/api/v1/groups/${world.release}/members/${world.mei.id}`, { role: "admin" });
      await page.goto("/");
    },
  },
  "crop": {
    open: async (page) => {
      await page.goto("/settings/profile");
      const buffer = await png(900, 600, "#2f6f7f");
      await page.setInputFiles("#picture", { name: "me.png", mimeType: "image/png", buffer });
      await page.locator("dialog[open] .cropsquare").waitFor();
    },
    close: async (page) => {
      await page.keyboard.press("Escape");
      await page.goto(`/c/${world.release}`);
      await page.waitForFunction(() => document.documentElement.dataset.live !== undefined);
    },
  },
  "signed-out": {
    open: async (page) => {
      await api(world.mei, "DELETE", "/api/v1/sessions");
      await page.locator("dialog[open] a.primary").waitFor();
    },
    close: async () => {},
  },
});
