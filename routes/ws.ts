import { define } from "@/lib/define.ts";
import { serveSocket } from "@/lib/realtime/socket.ts";

export const handler = define.handlers({
  GET: serveSocket,
});
