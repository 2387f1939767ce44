import type { Handler } from "../listen.ts";
import { upgrade } from "../websocket.ts";

/** Lets requests wait for the app; if it cannot start, says why. */
export function whenStarted(app: Promise<Handler>): Handler {
  const ready = app.catch((error): Handler => {
    // deno-lint-ignore no-console
    console.error(error);
    const text = `Cannot start the app\n\n${error instanceof Error ? error.stack : error}`;
    return () => Promise.resolve(new Response(text, { status: 500 }));
  });
  return async (req, info) => (await ready)(req, info);
}

/** Tells open pages, which hold a socket to `path`, the build that is running. */
export function announceBuild(build: string, path: string, handler: Handler): Handler {
  return async (req, info) => {
    const isAlive = new URL(req.url).pathname === path && req.headers.has("upgrade");
    return isAlive ? upgrade(req, {}, { open: (socket) => socket.send(build) }).response : await handler(req, info);
  };
}
