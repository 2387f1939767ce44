import { define } from "@/lib/define.ts";
import { serveSocket } from "@/lib/http/serve_socket.ts";

export const handler = define.handlers({
  GET: serveSocket,
});
