import { HttpError } from "./runtime/http_error.ts";

/** Settings of an upgrade. */
export interface WebSocketUpgradeOptions {
  /** Seconds without an answer to a ping before the socket is closed; Deno's default is 120. */
  idleTimeout?: number;
  /** Must be one the client offered. */
  protocol?: string;
}

/** What to do when a socket opens, speaks, fails or closes. */
export interface WebSocketHandlers {
  open?(socket: WebSocket): void;
  message?(socket: WebSocket, event: MessageEvent): void;
  close?(socket: WebSocket, code: number, reason: string): void;
  error?(socket: WebSocket, event: Event | ErrorEvent): void;
}

/** True if an argument of `ctx.upgrade()` holds handlers, rather than options. */
export function isWebSocketHandlers(value: object): value is WebSocketHandlers {
  return ["open", "message", "close", "error"].some((name) => typeof Reflect.get(value, name) === "function");
}

/** Upgrades a request, and wires the handlers if there are any. */
export function upgrade(
  req: Request,
  options: WebSocketUpgradeOptions,
  handlers: WebSocketHandlers = {},
): { socket: WebSocket; response: Response } {
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new HttpError(400, "Expected a WebSocket upgrade request");
  }
  const upgraded = Deno.upgradeWebSocket(req, options);
  const { socket } = upgraded;
  if (handlers.open) socket.onopen = () => handlers.open?.(socket);
  if (handlers.message) socket.onmessage = (event) => handlers.message?.(socket, event);
  if (handlers.close) socket.onclose = ({ code, reason }) => handlers.close?.(socket, code, reason);
  if (handlers.error) socket.onerror = (event) => handlers.error?.(socket, event);
  return upgraded;
}
