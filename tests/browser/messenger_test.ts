import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { useBrowser } from "../support/browser.ts";
import { hasChromium } from "../support/programs.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";
import { complaints } from "./axe.ts";
import { Talker } from "./talker.ts";

const ignore = !hasChromium();
const browser = useBrowser();

/** Id and distance from the top of the first message that is in view. */
const firstInView = (talker: Talker): Promise<string> =>
  talker.page.evaluate(() => {
    const top = document.querySelector(".scroller")?.getBoundingClientRect().top ?? 0;
    const items = [...document.querySelectorAll("li.msg")].map((item) => ({
      id: item.id,
      box: item.getBoundingClientRect(),
    }));
    const first = items.find(({ box }) => box.bottom > top);
    return `${first?.id} ${Math.round((first?.box.top ?? 0) - top)}`;
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const shownCount = (talker: Talker): Promise<number> => talker.page.locator("li.msg").count();
const scrollTop = (talker: Talker): Promise<number> =>
  talker.page.locator(".scroller").evaluate((scroller) => scroller.scrollTop);
const isAtEnd = (talker: Talker) => until(async () => await scrollTop(talker) === 0, "the newest message is in view");

/** What stands in the composer when the key is done, before the page is painted again. */
const textAfterKey = ({ page }: Talker, key: string) =>
  page.locator("#composer").evaluate(async (field, key) => {
    field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
    return (field as HTMLTextAreaElement).value;
  }, key);

async function axe({ page }: Talker, what: string): Promise<void> {
  assert.deepEqual(await complaints(page), [], what);
}

Deno.test({ name: "a long conversation is read, answered and tidied in the browser", ignore }, async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  await using ann = await Talker.register(browser, server, "ann");
  await using bob = await Talker.register(browser, server, "bob");
  const step = async (name: string, act: () => Promise<void>) => {
    if (!await t.step(name, act)) throw new Error(`Stopped at: ${name}`);
  };
  const group = await ann.group("Harbour", bob);
  for (let index = 1; index <= 120; index++) await bob.post(group, `line ${index} ${"and so on ".repeat(index % 5)}`);

  await step(
    "it is light, opens at the first unread, and nothing shifts when it comes alive",
    async () => {
      await ann.page.addInitScript(() => {
        const shifts: string[] = [];
        Object.assign(globalThis, { shifts });
        interface Shift extends PerformanceEntry {
          readonly value: number;
          readonly sources: readonly {
            readonly node: Element | null;
            readonly previousRect: DOMRect;
            readonly currentRect: DOMRect;
          }[];
        }
        const box = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join(" ");
        const words = ({ value, sources, startTime }: Shift) =>
          `${value} at ${startTime}: ${
            sources.map(({ node, previousRect, currentRect }) =>
              `${node?.nodeName}.${node?.className} ${box(previousRect)} → ${box(currentRect)}`
            ).join()
          }`;
        // While the document still arrives, a slow machine may paint half of it, and the rest one frame after its end;
        // what counts is what the script does then.
        let whole = Infinity;
        document.addEventListener("readystatechange", () => {
          if (document.readyState !== "interactive") return;
          requestAnimationFrame(() => requestAnimationFrame((time) => whole = time));
        });
        new PerformanceObserver((list) => {
          shifts.push(...(list.getEntries() as Shift[]).filter(({ startTime }) => startTime > whole).map(words));
        }).observe({ type: "layout-shift", buffered: true });
      });
      const scripts: Promise<number>[] = [];
      ann.page.on("response", (response) => {
        if (!response.url().includes("/_fresh/js/")) return;
        const weight = response.body().then((body) => gzipSync(body).length);
        weight.catch(() => {}); // of a page that was left before it had come
        scripts.push(weight);
      });
      await ann.open(group);
      const weights = await Promise.all(scripts.splice(0));
      assert.ok(weights.length > 0 && sum(weights) <= 60 * 1024, `${sum(weights)} bytes of script, gzipped`);
      const html = await (await ann.visitor.context.request.get(`/c/${group}`)).body();
      assert.ok(html.length <= 50 * 1024, `${html.length} bytes of HTML`);
      await ann.page.locator("li.unread", { hasText: "100 new messages" }).waitFor();
      assert.equal(await ann.message("line 1 ").first().isVisible(), true);
      assert.deepEqual(await ann.page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts), []);
      await axe(ann, "the chat");
    },
  );

  await step("scrolling down brings the rest; at the end everything is read", async () => {
    await ann.page.locator("a.pill").click();
    await isAtEnd(ann);
    await ann.sees("line 120 ");
    await ann.page.locator("a.row[aria-current=page] .badge").waitFor({ state: "detached" });
    assert.equal(await ann.page.locator("a.pill").count(), 0);
  });

  await step(
    "older messages come while scrolling up; what is in view stays there, then and when new ones come",
    async () => {
      await until(async () => {
        await ann.page.locator(".scroller").evaluate((scroller) => scroller.scrollBy(0, -600));
        return await shownCount(ann) >= 100;
      }, "older messages were loaded");
      await ann.page.locator(".scroller").evaluate((scroller) => scroller.scrollTop = -1_000);
      const before = await firstInView(ann);
      await bob.post(group, "said while ann reads old ones");
      await ann.page.locator("a.pill", { hasText: "1 new message" }).waitFor();
      assert.equal(await firstInView(ann), before);
      await ann.page.locator("a.pill").click();
      await ann.sees("said while ann reads old ones");
      await isAtEnd(ann);
    },
  );

  await step("a link to a message leads there and lights it; the place is found again after another page", async () => {
    await ann.page.goto(`/c/${group}?at=40`);
    await ann.page.locator("#m40.lit").waitFor();
    await ann.page.waitForURL(`**/c/${group}`);
    const place = await firstInView(ann);
    await ann.page.locator(".rail a.home").click();
    await ann.page.waitForURL((url) => url.pathname === "/");
    await ann.page.goBack();
    await until(async () => await firstInView(ann) === place, "the place is found again");
  });

  await step("a name is completed, and mentioned", async () => {
    await ann.page.locator("a.pill").click();
    await ann.page.focus("#composer");
    await ann.page.keyboard.type("look @bo");
    await ann.page.locator("#offers [aria-selected=true]").waitFor();
    await ann.page.keyboard.press("Enter");
    await ann.page.keyboard.type("here");
    assert.equal(await ann.page.inputValue("#composer"), "look @bob here");
    await ann.page.keyboard.press("Enter");
    await ann.page.locator("li.msg a.at", { hasText: "@bob" }).waitFor();
    await bob.page.goto("/");
    await bob.page.locator("a.row .mention").waitFor();
  });

  await step("by keyboard alone: edit the last, reply, react, recall, put it back", async () => {
    await bob.open(group);
    await ann.page.focus("#composer");
    assert.equal(await textAfterKey(ann, "ArrowUp"), "look @bob here", "the next key finds the text that is edited");
    await ann.page.keyboard.press("End");
    await ann.page.keyboard.type(", now");
    await ann.page.keyboard.press("Enter");
    await bob.sees("here, now");
    await bob.page.locator("li.msg", { hasText: "here, now" }).getByText("edited").waitFor();

    const last = ann.page.locator("li.msg article").last();
    await last.focus();
    await ann.page.keyboard.press("ArrowUp");
    await ann.page.keyboard.press("r");
    await ann.page.locator(".composer .strip").waitFor();
    await until(() => ann.page.evaluate(() => document.activeElement?.id === "composer"), "the composer has the focus");
    await ann.say("an answer");
    await bob.page.locator("li.msg", { hasText: "an answer" }).locator("a.quote", { hasText: "said while" }).waitFor();

    await last.focus();
    await ann.page.keyboard.press("+");
    await ann.page.locator(".float .react").first().waitFor();
    await axe(ann, "reactions");
    await ann.page.keyboard.press("Enter");
    await bob.page.locator("li.msg", { hasText: "an answer" }).locator(".react", { hasText: "👍" }).waitFor();

    await last.focus();
    await ann.page.keyboard.press("Delete");
    await ann.page.locator("dialog[open] .danger").waitFor();
    await axe(ann, "the question");
    await ann.page.locator("dialog[open] .danger").click();
    await bob.page.locator("li.msg", { hasText: "an answer" }).waitFor({ state: "detached" });
    await bob.page.locator("li.msg .recalled").waitFor();
    await ann.page.locator("li.msg .recalled button").click();
    await until(async () => await ann.page.inputValue("#composer") === "an answer", "the text is back in the composer");
    await ann.page.fill("#composer", "");
  });

  await step("the palette finds people, groups and messages, and goes there", async () => {
    for (const key of ["Escape", "Control+k"]) {
      await ann.page.fill("#composer", "");
      await ann.page.keyboard.press("Control+k");
      await ann.page.locator("dialog.palette [role=option]").first().waitFor();
      await ann.page.keyboard.press(key);
      await ann.page.locator("dialog.palette").waitFor({ state: "detached" });
      await ann.page.keyboard.type("typed on");
      assert.equal(await ann.page.inputValue("#composer"), "typed on", `after ${key} the composer takes what is typed`);
    }
    await ann.page.fill("#composer", "");
    await ann.page.keyboard.press("Control+k");
    await ann.page.locator("dialog.palette input").waitFor();
    await ann.page.keyboard.type("line 77");
    await ann.page.locator(".palette [role=option]", { hasText: "line 77" }).waitFor();
    await axe(ann, "the palette");
    await ann.page.locator(".palette [role=option]", { hasText: "line 77" }).click();
    await ann.page.locator("li.msg.lit", { hasText: "line 77" }).waitFor();
    await ann.page.locator("dialog.palette").waitFor({ state: "detached" });
  });

  await step("a draft stays with its conversation, over a reload too", async () => {
    const direct = await ann.chatWith(bob);
    await ann.page.fill("#composer", "not finished");
    await ann.page.goto(`/c/${direct}`);
    await ann.alive();
    assert.equal(await ann.page.inputValue("#composer"), "");
    await ann.page.locator(`a.row[href='/c/${group}'] .draft`).waitFor();
    await ann.page.click(`a.row[href='/c/${group}']`);
    await until(async () => await ann.page.inputValue("#composer") === "not finished", "the draft is back");
    await ann.say("finished");
    await bob.sees("finished");
  });

  await step("hidden for me, a message is gone for me alone", async () => {
    await ann.page.locator("li.msg", { hasText: "finished" }).locator("article").click({ button: "right" });
    await ann.page.getByRole("menuitem", { name: "Hide for me" }).click();
    await ann.page.locator("li.msg", { hasText: "finished" }).waitFor({ state: "detached" });
    await ann.page.reload();
    await ann.alive();
    assert.equal(await ann.message("finished").count(), 0);
    await bob.sees("finished");
  });

  await step("an announcement is put away at once and stays away over a reload, until another comes", async () => {
    const announce = (announcement: string) =>
      ann.visitor.context.request.put(`/api/v1/groups/${group}/announcement`, {
        data: { announcement },
        headers: { origin: server.url },
      });
    await announce("Low water at noon");
    const banner = bob.page.locator(".banner");
    await banner.getByText("Low water at noon").waitFor();
    const closing = bob.page.waitForResponse(`**/c/${group}/announcement`);
    await banner.getByRole("button", { name: "Put away" }).press("Enter");
    await banner.waitFor({ state: "detached" });
    assert.equal(await bob.page.evaluate(() => document.activeElement?.id), "main");
    assert.equal((await closing).status(), 303);
    await bob.page.reload();
    await bob.alive();
    assert.equal(await banner.count(), 0);
    await announce("High water at six");
    await banner.getByText("High water at six").waitFor();
  });

  await step("a change of a message that is half written waits while another conversation is read", async () => {
    const composer = bob.page.locator("#composer");
    await bob.post(group, "spring tide at noon");
    const other = await bob.chatWith(ann);
    await bob.post(other, "see you there");
    await bob.sees("spring tide at noon");
    await composer.fill("half a thought");
    const strip = bob.page.locator(".composer .strip", { hasText: "spring tide at noon" });
    // The keys of messages come with the first key.
    await until(async () => {
      await bob.message("spring tide at noon").locator("article").press("e");
      return await strip.isVisible();
    }, "the message is being edited");
    await composer.fill("neap tide, or");
    await bob.page.locator(`a.row[href^='/c/${other}']`).click();
    await bob.sees("see you there");
    assert.equal(await composer.inputValue(), "");
    await bob.page.goBack();
    await bob.sees("spring tide at noon");
    await strip.waitFor();
    assert.equal(await composer.inputValue(), "neap tide, or");
    await composer.focus();
  });

  await step("who is taken out of the group while writing keeps what was written, to copy", async () => {
    const begun = "neap tide, or\n\nhalf a thought";
    await bob.visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    bob.visitor.expectProblems(/404/);
    await ann.visitor.context.request.delete(`/api/v1/groups/${group}/members/${bob.id}`, {
      headers: { origin: server.url },
    });
    const kept = bob.page.locator("#kept");
    await kept.waitFor();
    assert.deepEqual([await kept.inputValue(), await kept.isEditable()], [begun, false]);
    assert.equal(await bob.page.evaluate(() => document.activeElement?.id), "kept");
    await bob.page.locator("#unwritable", { hasText: "You are no longer in this group" }).waitFor();
    await axe(bob, "the kept draft");
    await bob.page.getByRole("button", { name: "Copy text" }).click();
    await bob.page.getByText("Copied").waitFor();
    assert.equal(await bob.page.evaluate(() => navigator.clipboard.readText()), begun);
  });

  await step("signed out elsewhere, the page says so and keeps what was written", async () => {
    await ann.page.fill("#composer", "precious");
    await ann.endSessions();
    await ann.page.getByText("You are signed out").waitFor();
    ann.visitor.expectProblems(/401|Failed to load/);
  });
});
