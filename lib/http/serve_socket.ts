import type { Context } from "fresh";
import type { SignedIn, State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { Client } from "@/lib/realtime/client.ts";
import type { Release } from "@/lib/realtime/slots.ts";
import { SocketOutlet } from "@/lib/realtime/socket_outlet.ts";
import { VERBS } from "@/lib/realtime/verbs.ts";

/** The subprotocol that says: I take several frames as one array. */
export const SUBPROTOCOL = "freshet.v1";
const BEARER = "bearer.";
/** An upgrade that is answered and never opens gives its place back after this. */
const OPEN_MS = 30_000;

/** `GET /ws`: everything that can be refused is refused before the upgrade, as JSON. */
export async function serveSocket(ctx: Context<State>): Promise<Response> {
  const { app, address, opened = () => {} } = ctx.state;
  if (app.hub.isDraining) throw new ChatError("draining", { retryAfterMs: app.deps.limits.drainRetryMs });
  const offered = offeredProtocols(ctx.req);
  const signedIn = ctx.state.signedIn ?? await authenticate(ctx, offered);
  if (ctx.req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new ChatError("bad_request", { text: "Failed to upgrade connection" });
  }
  const release = app.hub.reserve(signedIn.id, address);
  try {
    return upgrade(ctx, { signedIn, batching: offered.includes(SUBPROTOCOL), release, opened });
  } catch (cause) {
    release();
    throw new ChatError("internal", { text: "Failed to upgrade connection", cause });
  }
}

const offeredProtocols = ({ headers }: Request): string[] =>
  (headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());

/** Tokens that only a socket may bring: in the subprotocol, since browsers can set no header, or in the address. */
async function authenticate({ url, state, req }: Context<State>, offered: readonly string[]): Promise<SignedIn> {
  const { auth, config } = state.app;
  const inQuery = config.queryToken ? url.searchParams.get("token") : null;
  const token = offered.find((name) => name.startsWith(BEARER))?.slice(BEARER.length) ?? inQuery;
  if (!token) throw new ChatError(req.headers.has("authorization") ? "invalid_token" : "token_required");
  const signedIn = await auth.authenticateToken(token);
  if (!signedIn) throw new ChatError("invalid_token");
  return signedIn;
}

interface Upgrade {
  readonly signedIn: SignedIn;
  readonly batching: boolean;
  /** Gives its place among the open back. */
  readonly release: Release;
  /** Gives its place among the opening back. */
  readonly opened: () => void;
}

function upgrade(ctx: Context<State>, { signedIn, batching, release, opened }: Upgrade): Response {
  const { deps, hub, metrics } = ctx.state.app;
  const { socket, response } = ctx.upgrade({
    idleTimeout: deps.limits.deadMs / 1_000,
    ...batching ? { protocol: SUBPROTOCOL } : {},
  });
  const outlet = new SocketOutlet(socket, deps.clock);
  let client: Client | null = null;
  let cancelOpening: (() => void) | null = deps.clock.after(OPEN_MS, () => (release(), opened()));
  socket.onopen = () => {
    cancelOpening?.();
    cancelOpening = null;
    client = new Client({ deps, hub, verbs: VERBS, meter: metrics, actor: signedIn, outlet, batching });
    void client.settled.then(opened);
    void client.greet();
  };
  socket.onmessage = (event) => {
    outlet.heard();
    client?.receive(event.data);
  };
  // Deno calls this twice after an idle timeout.
  socket.onclose = () => {
    cancelOpening?.();
    release();
    opened();
    outlet.ended();
    client?.end();
  };
  // What it is about follows as a close.
  socket.onerror = () => {};
  return response;
}
