import type { Middleware } from "../types.ts";

/** Addresses and networks, as upstream takes them. */
export interface IpFilterRules {
  denyList?: string[];
  allowList?: string[];
}

/** Options of upstream's filter. */
export interface IpFilterOptions {
  onError?: (...args: unknown[]) => Response | Promise<Response>;
}

/** Upstream's address filter; this package leaves it out. */
export function ipFilter<State>(_rules: IpFilterRules, _options?: IpFilterOptions): Middleware<State> {
  throw new Error(
    'Cannot use ipFilter(): this build of fresh has none. Filter addresses at the proxy, or delete "links" in ' +
      "deno.json to use upstream Fresh",
  );
}
