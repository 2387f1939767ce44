import type { Context } from "fresh";
import { z } from "zod";
import type { SignedIn, State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { mayReconnect } from "@/lib/protocol/close_codes.ts";
import type { ServerFrame } from "@/lib/protocol/frames.ts";
import { isId } from "@/lib/protocol/id.ts";
import { Client } from "@/lib/realtime/client.ts";
import type { Outlet } from "@/lib/realtime/outlet.ts";
import { PollOutlet } from "@/lib/realtime/poll_outlet.ts";
import { StreamOutlet } from "@/lib/realtime/stream_outlet.ts";
import { VERBS } from "@/lib/realtime/verbs.ts";
import { readJson } from "./body.ts";
import { joinCursors, readCursors, writeCursors } from "./cursors.ts";
import { requireSignedIn } from "./sign_in.ts";

const LONGEST_WAIT_SECONDS = 25;
/** After the first news of a poll, what else happens is gathered, so that a busy conversation is not a busy loop. */
const GATHER_MS = 250;

export const PollBody = z.object({
  cursors: z.record(z.string().refine(isId), z.int().min(0)).default({}).meta({
    description: "Where I stand: the last number I have, by conversation. At most 1,000",
  }),
}).meta({ id: "Cursors" });

/** The live frames as server-sent events, for networks without WebSocket. */
export function streamEvents(ctx: Context<State>): Response {
  const me = requireSignedIn(ctx.state);
  const { hub, deps } = ctx.state.app;
  const most = deps.limits.resumeCursors;
  const cursors = joinCursors(
    readCursors(ctx.url.searchParams.get("cursors") ?? "", most),
    readCursors(ctx.req.headers.get("last-event-id") ?? "", most),
  );
  refuseWhileDraining(ctx.state);
  const release = hub.reserve(me.id, ctx.state.address);
  const outlet = new StreamOutlet({
    idOf: writeCursors,
    onEnd() {
      stopBeating();
      release();
      client.end();
    },
  });
  const client = openClient(ctx.state, me, outlet);
  const stopBeating = deps.clock.every(deps.limits.pingMs, () => outlet.beat());
  void client.resume(cursors).then(() => client.greet());
  return new Response(outlet.body, {
    // The last one keeps nginx from gathering what should arrive at once.
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}

/**
 * The live frames as a long poll. `wait=0` answers at once, with the welcome and who is here; otherwise as soon as there is
 * news after the cursors, or with `resumed` alone when the time is over.
 */
export async function pollEvents(ctx: Context<State>): Promise<Response> {
  const me = requireSignedIn(ctx.state);
  const { deps, hub } = ctx.state.app;
  const waitMs = readWait(ctx.url.searchParams.get("wait") ?? "0") * 1_000;
  const cursors = new Map(Object.entries((await readJson(ctx.req, PollBody)).cursors));
  if (cursors.size > deps.limits.resumeCursors) {
    throw new ChatError("invalid", { text: `cursors has ${cursors.size} entries, at most 1,000`, field: "cursors" });
  }
  refuseWhileDraining(ctx.state);
  const release = hub.reserve(me.id, ctx.state.address);
  const outlet = new PollOutlet();
  const client = openClient(ctx.state, me, outlet);
  try {
    await waitForNews(ctx, client, outlet, cursors, waitMs);
    refuseIfEnded(outlet);
    const frames = waitMs === 0 ? outlet.frames : outlet.frames.filter(({ type }) => type !== "system");
    return Response.json({ frames });
  } finally {
    client.end();
    release();
  }
}

function openClient({ app }: State, actor: SignedIn, outlet: Outlet): Client {
  const { deps, hub, metrics } = app;
  return new Client({ deps, hub, verbs: VERBS, meter: metrics, actor, outlet, batching: true });
}

function refuseWhileDraining({ app }: State): void {
  if (app.hub.isDraining) throw new ChatError("draining", { retryAfterMs: app.deps.limits.drainRetryMs });
}

function readWait(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0) {
    throw new ChatError("invalid", { text: "wait must be seconds, 0 to 25" });
  }
  return Math.min(seconds, LONGEST_WAIT_SECONDS);
}

async function waitForNews(
  ctx: Context<State>,
  client: Client,
  outlet: PollOutlet,
  cursors: ReadonlyMap<string, number>,
  waitMs: number,
): Promise<void> {
  const { clock } = ctx.state.deps;
  const isFull = () => outlet.closedWith !== null || (!client.connection.isLight && outlet.frames.length > 0);
  const hasNews = () => outlet.has("resumed") && outlet.frames.some(isNews);
  const over = Promise.withResolvers<void>();
  const timers = new Map<"gather" | "wait", () => void>();
  const endAfter = (name: "gather" | "wait", ms: number) => {
    if (!timers.has(name)) timers.set(name, clock.after(ms, over.resolve));
  };
  outlet.onChange(() => {
    if (isFull() || (waitMs === 0 && outlet.has("resumed"))) over.resolve();
    else if (hasNews()) endAfter("gather", GATHER_MS);
  });
  if (waitMs > 0) endAfter("wait", waitMs);
  ctx.req.signal.addEventListener("abort", () => over.resolve(), { once: true });
  // Presence comes before `resumed`, so that an answer at once holds it.
  const started = waitMs === 0 ? client.greet() : Promise.resolve();
  void started.then(() => client.resume(cursors));
  await over.promise;
  for (const cancel of timers.values()) cancel();
}

const isNews = ({ type }: ServerFrame): boolean => type !== "system" && type !== "resumed" && type !== "heads";

function refuseIfEnded({ closedWith }: PollOutlet): void {
  if (closedWith === null) return;
  if (!mayReconnect(closedWith)) throw new ChatError("invalid_token");
  throw new ChatError("unavailable", { retryAfterMs: 1_000 });
}
