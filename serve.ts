import { ensureBuilt } from "@/lib/build/ensure_built.ts";
import { runServer } from "@/lib/build/run_server.ts";

const root = import.meta.dirname ?? Deno.cwd();
await runServer({
  async prepare(say) {
    const loading = import("./main.ts");
    loading.catch(() => {});
    await ensureBuilt(root, say);
    const [{ config, drain, taken }, server] = await Promise.all([loading, import(`${root}/_fresh/server.js`)]);
    return { config, drain, taken, fetch: server.default.fetch };
  },
});
