import assert from "node:assert/strict";
import { Metrics } from "@/lib/metrics.ts";

const sources = {
  users: () => Promise.resolve(3),
  groups: () => Promise.resolve(2),
  connections: () => 5,
  writerDepth: () => 0,
  brokerConnected: () => true,
};

Deno.test("the contract's seven metrics are there under their exact names and labels", async () => {
  const metrics = new Metrics(sources);
  metrics.recordHttp("GET", "/api/v1/groups", 200, 0.02);
  metrics.recordFrame("private");
  metrics.recordMessages(2);
  const text = await metrics.text();
  for (
    const line of [
      'chat_http_requests_total{method="GET",endpoint="/api/v1/groups",status="200"} 1',
      'chat_http_request_duration_seconds_bucket{le="0.025",method="GET",endpoint="/api/v1/groups"} 1',
      'chat_websocket_messages_total{type="private"} 1',
      "chat_websocket_connections_total 5",
      "chat_users_total 3",
      "chat_groups_total 2",
      "chat_messages_total 2",
    ]
  ) assert.ok(text.includes(line), line);
});

Deno.test("frame types that a client makes up share one series", async () => {
  const metrics = new Metrics(sources);
  for (let n = 0; n < 100; n++) metrics.recordFrame(`made-up-${n}`);
  const lines = (await metrics.text()).split("\n").filter((line) => line.startsWith("chat_websocket_messages_total{"));
  assert.deepEqual(lines, ['chat_websocket_messages_total{type="other"} 100']);
});
