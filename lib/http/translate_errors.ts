import type { Context, Middleware } from "fresh";
import type { State } from "@/lib/define.ts";
import type { ChatError } from "@/lib/errors.ts";
import { errorHeaders, errorResponse, failureOf } from "./errors.ts";
import { loginPath } from "./next_path.ts";
import { hideFromOutsider } from "./outsiders.ts";

type RenderFailure = (ctx: Context<State>, failure: ChatError) => Promise<Response>;

/**
 * Turns failures into answers: JSON for programs, a page for people, the sign-in page for who is not signed in. It renders
 * the page itself, because Fresh's own error route stands outside of all root middlewares, where no header can be added.
 */
export const translateErrors = (renderFailure: RenderFailure): Middleware<State> => async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    const known = hideFromOutsider(failureOf(error, ctx.state.requestId), ctx.req.method, ctx.route);
    if (known.status >= 500) ctx.state.app.metrics.recordError("http");
    if (!wantsPage(ctx.req, ctx.url)) return errorResponse(known, ctx.state.requestId);
    if (known.code === "signed_out" && ctx.req.method === "GET") return ctx.redirect(loginPath(ctx.url), 303);
    const page = await renderFailure(ctx, known).catch((cause) => {
      failureOf(cause, ctx.state.requestId);
      return new Response(known.message, { status: known.status });
    });
    for (const [name, value] of Object.entries(errorHeaders(known))) page.headers.set(name, value);
    return page;
  }
};

const FOR_PROGRAMS = /^\/(api|ws|health|metrics)(\/|$)/;

const wantsPage = (req: Request, url: URL): boolean =>
  (url.pathname === "/api" || !FOR_PROGRAMS.test(url.pathname)) &&
  (req.headers.get("accept") ?? "").includes("text/html");
