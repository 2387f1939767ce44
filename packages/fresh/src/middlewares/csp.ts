import { internals } from "../context.ts";
import type { Middleware } from "../types.ts";
import { withHeaders } from "./headers.ts";

/** A content security policy. */
export interface CSPOptions {
  /** Directives such as `img-src 'self'`; they replace the defaults of the same name. */
  csp?: string[];
  /** Allow inline scripts and styles of rendered pages by nonce, and no others. */
  useNonce?: boolean;
  reportOnly?: boolean;
  reportTo?: string;
}

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

/** Sends a content security policy with every response. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const directives = new Map([...DEFAULTS, ...options.csp ?? []].map((text) => [nameOf(text), text.trim()]));
  if (options.reportTo) {
    directives.set("report-to", "report-to csp-endpoint");
    directives.set("report-uri", `report-uri ${options.reportTo}`);
  }
  const header = options.reportOnly ? "content-security-policy-report-only" : "content-security-policy";
  const policy = [...directives.values()];
  return async (ctx) => {
    const response = await ctx.next();
    const { nonce } = internals(ctx);
    const sent = options.useNonce && nonce ? policy.map((directive) => withNonce(directive, nonce)) : policy;
    return withHeaders(response, {
      [header]: sent.join("; "),
      ...options.reportTo &&
        { "reporting-endpoints": `csp-endpoint="${options.reportTo}"` },
    });
  };
}

function nameOf(directive: string): string {
  return directive.trim().split(/\s+/)[0] ?? "";
}

function withNonce(directive: string, nonce: string): string {
  if (!["script-src", "style-src", "default-src"].includes(nameOf(directive))) {
    return directive;
  }
  return directive.replace("'unsafe-inline'", `'nonce-${nonce}'`);
}
