import assert from "node:assert/strict";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

/** What Chromium says of a server or network that is away on purpose. */
const AWAY = /ERR_|WebSocket connection|Failed to load resource/;

Deno.test({ name: "two people talk in two browsers, through everything that goes wrong", ignore }, async (t) => {
  await using server = await startServer({ own: "it cuts its network and kills it" });
  // Bob comes over a network that fails; the proxy has an address of its own, and so the page has.
  await using network = startProxy({ port: server.port });
  await using ann = await Talker.register(browser, server, "ann");
  await using bob = await Talker.register(browser, network, "bob");
  for (const visitor of [ann.visitor, bob.visitor]) visitor.expectProblems(AWAY);
  /** Each step goes on from the one before, so nothing after a failure says anything. */
  const step = async (name: string, act: () => Promise<void>) => {
    if (!await t.step(name, act)) throw new Error(`Stopped at: ${name}`);
  };
  const chat = await ann.chatWith(bob);
  const group = await ann.group("Harbour", bob);

  await step("one to one: each sees what the other says, at once and once, and learns that it was read", async () => {
    await ann.open(chat);
    await ann.say("are you there?");
    await ann.sees("are you there?");
    await bob.page.goto("/");
    await bob.page.click(`a.row[href='/c/${chat}']`);
    await bob.sees("are you there?");
    await ann.seesMark("are you there?", "read");
    await bob.say("yes, since a minute");
    await ann.sees("yes, since a minute");
    await bob.seesMark("yes, since a minute", "read");
  });

  await step("typing is shown, and gone with the message", async () => {
    await until(async () => {
      await bob.page.press("#composer", "h");
      return await ann.page.getByText("bob is typing").isVisible();
    }, "ann sees that bob is typing");
    await bob.say("hm, no");
    await ann.sees("hm, no");
    await ann.page.getByText("bob is typing").waitFor({ state: "hidden" });
  });

  await step("an Enter that belongs to an input method sends nothing; the next one does", async () => {
    const composer = await bob.page.context().newCDPSession(bob.page);
    await bob.page.focus("#composer");
    await composer.send("Input.imeSetComposition", { text: "你好", selectionStart: 2, selectionEnd: 2 });
    const isKept = await bob.page.locator("#composer").evaluate((field) => {
      const composing = { key: "Enter", isComposing: true, bubbles: true, cancelable: true };
      const safari = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
      Object.defineProperty(safari, "keyCode", { value: 229 });
      return field.dispatchEvent(new KeyboardEvent("keydown", composing)) && field.dispatchEvent(safari);
    });
    assert.ok(isKept, "Enter was taken from the input method");
    await composer.send("Input.insertText", { text: "你好" });
    assert.equal(await bob.page.inputValue("#composer"), "你好");
    assert.equal(await bob.message("你好").count(), 0);
    await bob.page.press("#composer", "Enter");
    await ann.sees("你好");
  });

  await step("in a group, moving to it without a new page, and back by the browser's own button", async () => {
    await bob.page.evaluate(() => document.documentElement.dataset.same = "page");
    for (const talker of [ann, bob]) {
      await talker.page.click(`a.row[href='/c/${group}']`);
      await talker.page.waitForURL(`**/c/${group}`);
    }
    await ann.say("welcome to the harbour");
    await bob.sees("welcome to the harbour");
    await bob.say("thank you");
    await ann.sees("thank you");
    await bob.page.goBack();
    await bob.sees("hm, no");
    await bob.page.goForward();
    await bob.sees("thank you");
    assert.equal(await bob.page.evaluate(() => document.documentElement.dataset.same), "page");
  });

  await step(
    "without a network what is typed waits, over a reload too, and nothing is missed on return",
    async () => {
      network.refuse();
      await bob.page.getByText("Offline.").first().waitFor();
      await bob.say("typed in the tunnel");
      await bob.seesMark("typed in the tunnel", "queued");
      await ann.say("said while bob was away");
      await ann.sees("said while bob was away");
      network.heal();
      await bob.sees("said while bob was away");
      await ann.sees("typed in the tunnel");

      await bob.page.evaluate(() => new Promise(requestAnimationFrame));
      network.refuse();
      await bob.page.getByText("Offline.").first().waitFor();
      await bob.say("typed before closing");
      await bob.seesMark("typed before closing", "queued");
      await bob.page.close();
      network.heal();
      await bob.reopen(group);
      await ann.sees("typed before closing");
      await bob.sees("typed before closing");
    },
  );

  await step("on a network without sockets everything goes by plain requests", async () => {
    await using carol = await Talker.register(browser, server, "carol");
    carol.visitor.expectProblems(AWAY);
    await carol.page.addInitScript(() => {
      class NoSocket extends EventTarget {
        onclose: ((event: { code: number }) => void) | null = null;
        constructor() {
          super();
          setTimeout(() => this.onclose?.({ code: 1006 }), 10);
        }
        close() {}
        send() {}
      }
      Object.assign(globalThis, { WebSocket: NoSocket });
    });
    const withCarol = await ann.chatWith(carol);
    await carol.open(withCarol);
    await carol.say("no sockets here");
    await ann.page.click(`a.row[href='/c/${withCarol}']`);
    await ann.sees("no sockets here");
    await ann.say("I hear you");
    await carol.sees("I hear you");
    await ann.page.click(`a.row[href='/c/${group}']`);
  });

  await step(
    "the server is killed between two sends and started again: every acknowledged message is there once",
    async () => {
      await ann.say("before the crash");
      await bob.sees("before the crash");
      await ann.seesMark("before the crash", "sent");
      await server.kill();
      await ann.say("into the void");
      await bob.say("mine too");
      await server.start();
      await ann.sees("mine too");
      await bob.sees("into the void");
      await until(
        () => ann.page.locator("use[href='#i-tick-queued'], use[href='#i-tick-sending']").count().then((n) => n === 0),
        "nothing of ann waits",
        40_000,
      );
      for (const talker of [ann, bob]) {
        await talker.page.reload();
        await talker.sees("mine too");
      }
      const texts = await ann.texts();
      assert.deepEqual(await bob.texts(), texts);
      assert.deepEqual(texts.toSorted(), [
        "before the crash",
        "into the void",
        "mine too",
        "said while bob was away",
        "thank you",
        "typed before closing",
        "typed in the tunnel",
        "welcome to the harbour",
      ]);
    },
  );
});
