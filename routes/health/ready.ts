import { define } from "@/lib/define.ts";

/** Whether this instance should get traffic: it is not draining and its store answers. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app, deps } = ctx.state;
    if (app.isDraining()) return Response.json({ status: "draining" }, { status: 503 });
    const store = await deps.db.ping(2_000).then(() => "ok", () => "unavailable");
    const broker = app.brokerConnected() ? "ok" : "degraded";
    return Response.json({ status: store, store, broker }, { status: store === "ok" ? 200 : 503 });
  },
});
