import type { Middleware } from "../types.ts";

/** Redirects so that paths always, or never, end in a slash. */
export function trailingSlashes<State>(mode: "always" | "never"): Middleware<State> {
  return (ctx) => {
    const { pathname, search } = ctx.url;
    if (pathname === "/" || pathname.endsWith("/") === (mode === "always")) return ctx.next();
    const target = mode === "always" ? `${pathname}/` : pathname.replace(/\/+$/, "");
    return ctx.redirect(target + search);
  };
}
