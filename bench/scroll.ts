/**
 * Whether a long conversation scrolls smoothly: deno task bench scroll [messages]. The embedded store, Chromium without a
 * graphics card.
 *
 * Fills one group (20,000 messages unless said: words, long ones, code, emoji, answers, reactions), then scrolls up from
 * the newest, up and down from the middle, on a wide window and on a phone, and says how long each frame took: 50th, 95th
 * and 99th percentile and the longest, and how many messages came while it went. The limit is one frame left out, 34 ms, at the 95th.
 */
import type { Page } from "playwright-core";
import { TestBrowser } from "@/tests/support/browser.ts";
import { api, people, type Person } from "@/tests/support/client.ts";
import { startServer } from "@/tests/support/server.ts";
import { signIn } from "@/tests/browser/sign_in.ts";

const MESSAGES = Number(Deno.args[0] ?? 20_000);
const AT_ONCE = 40;
const SECONDS = 15;
/** 3,000 px a second, as a wheel that is turned without a pause. */
const STEP_PX = 50;
/** Two frames of a screen that draws sixty a second. */
const LIMIT_MS = 34;
const WINDOWS = [{ name: "wide", width: 1440, height: 900 }, { name: "phone", width: 390, height: 844 }] as const;

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

function contentOf(index: number): string {
  if (index % 23 === 0) return "🎉🚀";
  if (index % 19 === 0) {
    return `The step is:\n\`\`\`js\nconst ${"x".repeat(index % 30)} = await load(${index});\n\`\`\``;
  }
  if (index % 13 === 0) return `第 ${index} 条：潮位计已经换好，读数稳定，明天再看一次。`;
  if (index % 7 === 0) return `Number ${index}. ${"A longer thought that takes several lines on a phone. ".repeat(6)}`;
  return `Message ${index} with **weight**, a [link](https://example.org/${index}) and some words`;
}

async function fill(writers: readonly Person[], group: string): Promise<void> {
  const ids: string[] = [];
  let next = 0;
  const writing = async (writer: Person) => {
    while (next < MESSAGES) {
      const index = next++;
      const reply_to = index % 11 === 0 ? ids.at(-1) : undefined;
      const content = contentOf(index);
      const { status, body } = await api(writer, "POST", `/api/v1/messages/group/${group}`, { content, reply_to });
      if (status !== 201) throw new Error(`A message was answered with ${status}`);
      ids.push(String(body.id));
      if (index % 17 === 0) await api(writer, "PUT", `/api/v1/messages/${body.id}/reactions`, { emoji: "👍" });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => writing(writers[index % writers.length] as Person)));
}

interface Scrolled {
  readonly frames: readonly number[];
  /** Messages that came into the page. */
  readonly seen: number;
  /** Frames in which the page stood at the edge of what is loaded. */
  readonly held: number;
}

/** Scrolls for a while, a step every frame, and measures from frame to frame. */
const scroll = (page: Page, step: number): Promise<Scrolled> =>
  page.evaluate(
    ([step, seconds]) =>
      new Promise((resolve) => {
        const scroller = document.querySelector(".scroller") as HTMLElement;
        const frames: number[] = [];
        const seen = new Set<string>();
        let held = 0;
        let last = 0;
        const begin = performance.now();
        const frame = (time: number) => {
          if (last > 0) frames.push(time - last);
          last = time;
          for (const item of scroller.querySelectorAll("li.msg")) seen.add(item.id);
          const before = scroller.scrollTop;
          scroller.scrollTop += step;
          if (scroller.scrollTop === before) held++;
          if (time - begin < seconds * 1_000) requestAnimationFrame(frame);
          else resolve({ frames, seen: seen.size, held });
        };
        requestAnimationFrame(frame);
      }),
    [step, SECONDS] as const,
  );

function report(what: string, { frames, seen, held }: Scrolled): boolean {
  const sorted = frames.toSorted((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => sorted[Math.floor(sorted.length * part)] ?? 0);
  const figures = [p50, p95, p99, sorted.at(-1)].map((ms) => (ms ?? 0).toFixed(1).padStart(7)).join(" ");
  say(`${what.padEnd(24)} ${String(frames.length).padStart(5)} ${figures} ${String(seen).padStart(6)} ${held}`);
  return (p95 ?? 0) <= LIMIT_MS;
}

await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
const [ann, bob, cleo] = await people({ url: server.url }, "ann", "bob", "cleo");
if (!ann || !bob || !cleo) throw new Error("Nobody came");
const { body } = await api(ann, "POST", "/api/v1/groups", { name: "Harbour", member_ids: [bob.id, cleo.id] });
const group = (body.group as { readonly id: string }).id;
const filledAt = performance.now();
await fill([ann, bob, cleo], group);
say(`${MESSAGES} messages in ${Math.round((performance.now() - filledAt) / 1_000)} s; load ${Deno.loadavg()[0]}`);
await api(ann, "PUT", `/api/v1/conversations/${group}/read`, { seq: MESSAGES * 2 });
say(`${"".padEnd(24)} frames     p50     p95     p99     max  shown held`);

const browser = new TestBrowser();
let isSmooth = true;
for (const { name, ...size } of WINDOWS) {
  await using visitor = await browser.visitor({ url: server.url, ...size });
  await signIn(visitor, ann);
  const open = async (path: string) => {
    await visitor.page.goto(path);
    await visitor.page.waitForFunction(() => document.documentElement.dataset.live !== undefined);
  };
  await open(`/c/${group}`);
  isSmooth = report(`${name}: up from the end`, await scroll(visitor.page, -STEP_PX)) && isSmooth;
  await open(`/c/${group}?at=${Math.round(MESSAGES / 2)}`);
  isSmooth = report(`${name}: up the middle`, await scroll(visitor.page, -STEP_PX)) && isSmooth;
  isSmooth = report(`${name}: down the middle`, await scroll(visitor.page, STEP_PX)) && isSmooth;
}
await browser.close();
say(isSmooth ? `smooth: 95 % of the frames took no more than ${LIMIT_MS} ms` : `not smooth: more than ${LIMIT_MS} ms`);
Deno.exitCode = isSmooth ? 0 : 1;
