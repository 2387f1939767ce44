import type { Middleware } from "fresh";
import type { Config } from "@/lib/config.ts";
import type { State } from "@/lib/define.ts";
import { assetsElsewhere } from "./assets_elsewhere.ts";
import { cors } from "./cors.ts";
import { forceHttps } from "./https.ts";
import { identify } from "./identify.ts";
import { observe } from "./observe.ts";
import { securityHeaders } from "./security_headers.ts";

/**
 * What surrounds every request, static files and unmatched paths included: register it first, right after what puts
 * `app` and `deps` into the state. Signing in and errors follow in `routes/_middleware.ts`.
 */
export const edge = (config: Config): Middleware<State>[] => [
  identify(config),
  observe,
  ...securityHeaders(config),
  assetsElsewhere(config),
  forceHttps(config),
  cors(config),
];
