import { define } from "@/lib/define.ts";
import { pollEvents, streamEvents } from "@/lib/http/serve_events.ts";

export const handler = define.handlers({
  GET: streamEvents,
  POST: pollEvents,
});
