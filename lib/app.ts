import type { Config } from "@/lib/config.ts";
import type { ChatDeps } from "@/lib/chat/deps.ts";
import type { Instances } from "@/lib/broker/instances.ts";
import type { Hub } from "@/lib/realtime/hub.ts";
import type { Auth } from "@/lib/auth/auth.ts";
import type { Metrics } from "@/lib/metrics.ts";

/** The running parts, as `main.ts` puts them together; routes reach them through `ctx.state.app`. */
export interface App {
  readonly config: Config;
  readonly deps: ChatDeps;
  readonly auth: Auth;
  readonly hub: Hub;
  readonly metrics: Metrics;
  readonly instances: Instances;
  /** True from SIGTERM on: `/health/ready` fails and new sockets are refused. */
  readonly isDraining: () => boolean;
  /** Whether events reach other instances; always true for a single one. */
  readonly brokerConnected: () => boolean;
}
