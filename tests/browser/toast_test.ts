import assert from "node:assert/strict";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { complaints } from "./axe.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

Deno.test(
  { name: "a message elsewhere is told on the page, a muted one only when it mentions me", ignore },
  async (t) => {
    await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
    await using ann = await Talker.register(browser, server, "ann");
    await using bob = await Talker.register(browser, server, "bob");
    const direct = await ann.chatWith(bob);
    const group = await ann.group("Harbour", bob);
    const step = async (name: string, act: () => Promise<void>) => {
      if (!await t.step(name, act)) throw new Error(`Stopped at: ${name}`);
    };
    const toast = ann.page.locator("[role=status] .toast.said");
    const put = async (path: string, data: unknown) => {
      const answer = await ann.visitor.context.request.put(path, { data, headers: { origin: server.url } });
      assert.ok(answer.ok(), await answer.text());
    };

    await step(
      "what comes to the open conversation is not told, what comes elsewhere is, and leads there",
      async () => {
        await ann.open(direct);
        await bob.post(direct, "here");
        await ann.sees("here");
        assert.equal(await toast.count(), 0);
        await bob.post(group, "the **crane** is free");
        await toast.filter({ hasText: "bob in Harbour" }).filter({ hasText: "the crane is free" }).waitFor();
        // Under the pointer it stays.
        await toast.hover();
        assert.deepEqual(await complaints(ann.page), []);
        await toast.locator("a").click();
        await ann.page.waitForURL(`**/c/${group}`);
        await ann.sees("the crane is free");
        await toast.waitFor({ state: "detached" });
      },
    );

    await step("who has only the list before them reads it there", async () => {
      await ann.page.goto("/");
      await ann.alive();
      await bob.post(group, "seen in the list");
      await ann.page.locator(`a.row[href='/c/${group}']`, { hasText: "seen in the list" }).waitFor();
      assert.equal(await toast.count(), 0);
    });

    await step("a muted conversation is told of only when it mentions me", async () => {
      await put(`/api/v1/conversations/${group}/mute`, { muted: true });
      await ann.open(direct);
      await bob.post(group, "quietly");
      await ann.page.locator(`a.row[href='/c/${group}']`, { hasText: "quietly" }).waitFor();
      assert.equal(await toast.count(), 0);
      await bob.post(group, "hey @ann");
      await toast.filter({ hasText: "hey @ann" }).locator(".mention").waitFor();
      await toast.getByRole("button", { name: "Close" }).click();
      await toast.waitFor({ state: "detached" });
    });

    await step("who is not to be disturbed is told nothing", async () => {
      await put("/api/v1/users/settings", { doNotDisturb: true });
      await ann.open(direct);
      await bob.post(group, "@ann again");
      await ann.page.locator(`a.row[href='/c/${group}']`, { hasText: "@ann again" }).waitFor();
      assert.equal(await toast.count(), 0);
    });
  },
);
