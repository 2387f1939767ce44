import assert from "node:assert/strict";
import { say } from "../runner/say.ts";
import { useBrowser } from "../support/browser.ts";
import { ROOT } from "../support/paths.ts";
import { freePort } from "../support/ports.ts";
import { type ChildProcess, startProcess } from "../support/processes.ts";
import { hasChromium, hasNginx, hasPostgres, hasRedis } from "../support/programs.ts";
import { pause, until } from "../support/wait.ts";
import { Talker } from "./talker.ts";

const isNightly = Deno.env.get("FRESHET_TEST_SIZE") === "nightly";
const ignore = ![hasChromium, hasNginx, hasPostgres, hasRedis].every((has) => has());
// Too long for every run, which allows no skips: only the nightly one knows it.
const test = isNightly ? Deno.test : () => {};
const browser = useBrowser();

/** What Chromium says of connections that were cut on purpose, and of a refusal for the moment. */
const AWAY = /ERR_|WebSocket connection|Failed to load resource/;
const EVERY_MS = 250;
/** A pause that a person would call an outage; a broken product has one, a busy machine does not. */
const OUTAGE_MS = 30_000;

/** Kept by the page: when something new of the other's stood there. */
type Noting = { shownAt: number[] };

test(
  { name: "any process of a cluster is killed while two people chat: both go on, nothing is lost", ignore },
  async (t) => {
    await using verb = startProcess({
      name: "cluster",
      command: Deno.execPath(),
      args: ["run", "-A", "lib/cli/main.ts", "cluster"],
      cwd: ROOT,
      env: { PORT: String(freePort()), NO_COLOR: "1", FRESHET_BCRYPT_COST: "4" },
    });
    const [, url = ""] = await verb.said(/Freshet is ready: (\S+)/, 120_000);
    await using ann = await Talker.register(browser, { url }, "ann");
    await using bob = await Talker.register(browser, { url }, "bob");
    const talkers = [ann, bob];
    for (const { visitor } of talkers) visitor.expectProblems(AWAY);
    const chat = await ann.chatWith(bob);
    for (const talker of talkers) {
      await talker.open(chat);
      await watch(talker);
    }
    const written: string[] = [];
    const figures: string[] = [];

    /** Both write on and on; each step kills one process and waits until it runs again and both see all. */
    const during = async (name: string, disturb: () => Promise<void>) => {
      for (const talker of talkers) {
        await talker.page.evaluate(() => void ((globalThis as unknown as Noting).shownAt = [performance.now()]));
      }
      let isOver = false;
      const writing = talkers.map(async (talker) => {
        for (let n = 0; !isOver; n++) {
          const text = `${talker.name} ${name} ${n};`;
          written.push(text);
          await talker.say(text);
          await pause(EVERY_MS);
        }
      });
      await pause(2_000);
      await disturb();
      await pause(4_000);
      isOver = true;
      await Promise.all(writing);
      for (const talker of talkers) {
        for (const text of written.slice(-8)) await talker.sees(text);
      }
      const longest = await Promise.all(talkers.map(longestPause));
      figures.push(`${name}: ${longest.map((ms) => `${Math.round(ms)} ms`).join(" and ")}`);
      assert.ok(longest.every((ms) => ms < OUTAGE_MS), figures.at(-1));
    };

    await t.step("nothing is killed", () => during("undisturbed", () => Promise.resolve()));
    for (const part of ["Instance 1", "Instance 2", "Instance 3", "Redis", "nginx", "PostgreSQL"]) {
      await t.step(`${part} is killed`, () => during(part, () => killAndReturn(verb, part)));
    }
    await t.step("the worker of nginx is killed", () =>
      during("worker of nginx", async () => {
        const [worker] = await children(newestPid(verb, "nginx"));
        assert.ok(worker);
        Deno.kill(worker, "SIGKILL");
      }));
    say("Longest time in which ann and bob saw nothing new:");
    for (const figure of figures) say(`  ${figure}`);

    for (const talker of talkers) {
      const texts = await storedTexts(talker, chat);
      assert.deepEqual(texts.toSorted(), written.toSorted(), "each message is stored, once");
      for (const { name } of talkers) {
        const byOne = (text: string) => text.startsWith(name);
        assert.deepEqual(texts.filter(byOne), written.filter(byOne), `what ${name} wrote has kept its order`);
      }
    }
    assert.equal((await verb.stop("SIGTERM", 60_000)).code, 0, verb.output);
  },
);

async function killAndReturn(verb: ChildProcess, part: string): Promise<void> {
  const pid = newestPid(verb, part);
  Deno.kill(pid, "SIGKILL");
  await until(() => newestPid(verb, part) !== pid, `${part} is back`, 60_000);
}

/** As the command has said it at the start, or when it started the part again. */
function newestPid({ output }: ChildProcess, part: string): number {
  const said = [...output.matchAll(new RegExp(`^${part} (?:on port \\d+|is back) \\(process (\\d+)\\)`, "gm"))];
  return Number(said.at(-1)?.[1]);
}

async function children(parent: number): Promise<number[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-A", "-o", "pid=,ppid="] }).output();
  return new TextDecoder().decode(stdout).split("\n").map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid = 0, of]) => of === parent ? [pid] : []);
}

/** Notes when anything new of the other's stands in the timeline: the page shows one's own at once, sent or not. */
async function watch({ page, name }: Talker): Promise<void> {
  await page.evaluate((me) => {
    const noting = globalThis as unknown as Noting;
    noting.shownAt = [performance.now()];
    const seen = new Set<string>();
    const look = () => {
      for (const { textContent } of document.querySelectorAll(".timeline li.msg .text > p")) {
        const text = textContent ?? "";
        if (seen.has(text)) continue;
        seen.add(text);
        if (!text.startsWith(me)) noting.shownAt.push(performance.now());
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  }, name);
}

async function longestPause({ page }: Talker): Promise<number> {
  const times = await page.evaluate(() => (globalThis as unknown as Noting).shownAt);
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}

/** All that was said, in the order of its numbers. */
async function storedTexts({ visitor }: Talker, chat: string): Promise<string[]> {
  const texts: string[] = [];
  for (let after = 0;;) {
    const answer = await visitor.context.request.get(`/api/v1/conversations/${chat}/messages?after=${after}&limit=50`);
    const { messages } = await answer.json() as { messages: { seq: number; content: string }[] };
    if (messages.length === 0) return texts;
    const page = messages.toSorted((a, b) => a.seq - b.seq);
    texts.push(...page.map(({ content }) => content));
    after = page.at(-1)?.seq ?? 0;
  }
}
