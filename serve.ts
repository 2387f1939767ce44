import { ensureBuilt } from "@/lib/build/ensure_built.ts";
import { runServer } from "@/lib/build/run_server.ts";

const root = import.meta.dirname ?? Deno.cwd();
await runServer({
  async prepare(say) {
    await ensureBuilt(root, say);
    const [main, server] = await Promise.all([import("./main.ts"), import(`${root}/_fresh/server.js`)]);
    return { config: main.config, drain: main.drain, fetch: server.default.fetch };
  },
});
