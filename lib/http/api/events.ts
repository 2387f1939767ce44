import { z } from "zod";
import { describe } from "../openapi.ts";
import { PollBody } from "../serve_events.ts";

const tag = "Live events";
const text = z.string();

/** For networks without WebSocket; `docs/protocol.md` describes the frames. */
export const EVENTS = [
  describe({
    method: "get",
    path: "/api/v1/events",
    tag,
    summary: "Live frames as server-sent events",
    description: "Each `data:` is one frame or an array of frames. Frames are described in `docs/protocol.md`.",
    query: z.object({
      cursors: text.optional().meta({
        description: "Where I stand: `<conversation id>:<number>`, separated by commas. `Last-Event-ID` counts too",
      }),
    }),
    answers: [{ status: 200, text: "A stream that ends when it must", schema: text, type: "text/event-stream" }],
    failures: ["invalid", "too_many_sockets", "draining"],
  }),
  describe({
    method: "post",
    path: "/api/v1/events",
    tag,
    summary: "Live frames as a long poll",
    query: z.object({ wait: text.optional().meta({ description: "Seconds to wait for news, at most 25" }) }),
    body: PollBody,
    answers: [{
      status: 200,
      text: "What is new after the cursors",
      schema: z.object({ frames: z.array(z.looseObject({ type: text })) }),
    }],
    failures: ["too_many_sockets", "draining"],
  }),
];
