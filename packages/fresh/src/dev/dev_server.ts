type Handler = (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

/** An app that has been built and imported. */
export interface StartedApp {
  readonly handler: Handler;
  readonly build: string;
  readonly basePath: string;
}

/** Lets requests wait for the app, and tells open pages which build is running. */
export function devHandler(started: Promise<StartedApp>): Handler {
  started.catch((error) => {
    // deno-lint-ignore no-console
    console.error(error);
  });
  return async (req, info) => {
    try {
      const { handler, build, basePath } = await started;
      const isAlive = new URL(req.url).pathname === `${basePath}/_frsh/alive`;
      return isAlive ? announceBuild(req, build) : await handler(req, info);
    } catch (error) {
      return new Response(`Cannot start the app\n\n${error instanceof Error ? error.stack : error}`, { status: 500 });
    }
  };
}

function announceBuild(req: Request, build: string): Response {
  if (req.headers.get("upgrade") !== "websocket") return new Response("Expected a WebSocket", { status: 400 });
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onopen = () => socket.send(build);
  return response;
}
