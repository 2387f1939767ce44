import { OWN } from "../snapshot.ts";
import type { Middleware } from "../types.ts";

/** A content security policy. */
export interface CSPOptions {
  /** Directives such as `img-src 'self'`; they replace the defaults of the same name. */
  csp?: string[];
  /** Allow inline scripts and styles of rendered pages by nonce, and no others. */
  useNonce?: boolean;
  reportOnly?: boolean;
  reportTo?: string;
}

const DEFAULTS = ("default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
  "font-src 'self'; img-src 'self' data:; media-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self'; " +
  "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; upgrade-insecure-requests").split(
    "; ",
  );

/** Sends a content security policy with every response. */
export function csp<State>({ csp = [], useNonce, reportOnly, reportTo }: CSPOptions = {}): Middleware<State> {
  const reports = reportTo ? ["report-to csp-endpoint", `report-uri ${reportTo}`] : [];
  const byName = new Map([...DEFAULTS, ...csp, ...reports].map((text) => [text.trim().split(/\s/)[0], text.trim()]));
  const policy = [...byName.values()].join("; ");
  return async (ctx) => {
    const response = withHeaders(await ctx.next());
    const { nonce } = ctx[OWN];
    const sent = useNonce && nonce
      ? policy.replaceAll(/((?:script|style|default)-src [^;]*)'unsafe-inline'/g, `$1'nonce-${nonce}'`)
      : policy;
    response.headers.set(`content-security-policy${reportOnly ? "-report-only" : ""}`, sent);
    if (reportTo) response.headers.set("reporting-endpoints", `csp-endpoint="${reportTo}"`);
    return response;
  };
}

/** A response whose headers can be changed: those of redirects and of `fetch` are sealed. */
export function withHeaders(response: Response): Response {
  return response.status === 101 ? response : new Response(response.body, response);
}
