import type { Verb } from "./main.ts";

/** In `deploy/`, since it starts what the tests start; a production image has neither. */
const MODULE = new URL("../../deploy/cluster.ts", import.meta.url).href;

/** PostgreSQL, Redis, three instances and nginx on this machine, at PORT or 8000. */
export const cluster: Verb = {
  help: "start PostgreSQL, Redis, three instances and nginx here, to try it",
  async run(env, say) {
    const { runCluster } = await import(MODULE);
    return await runCluster(env, say);
  },
};
