import type { Context, Middleware } from "fresh";
import type { State } from "@/lib/define.ts";
import type { ChatError } from "@/lib/errors.ts";
import { errorHeaders, errorResponse, failureOf } from "./errors.ts";
import { loginPath } from "./next_path.ts";

type RenderFailure = (ctx: Context<State>, failure: ChatError) => Promise<Response>;

/**
 * Turns failures into answers: JSON for programs, a page for people, the sign-in page for who is not signed in. It renders
 * the page itself, because Fresh's own error route stands outside of all root middlewares, where no header can be added.
 */
export const translateErrors = (renderFailure: RenderFailure): Middleware<State> => async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    const failure = failureOf(error, ctx.state.requestId);
    if (failure.status >= 500) ctx.state.app.metrics.recordError("http");
    if (!wantsPage(ctx.req, ctx.url)) return errorResponse(failure, ctx.state.requestId);
    if (failure.code === "signed_out" && ctx.req.method === "GET") return ctx.redirect(loginPath(ctx.url), 303);
    const page = await renderFailure(ctx, failure).catch((cause) => {
      failureOf(cause, ctx.state.requestId);
      return new Response(failure.message, { status: failure.status });
    });
    for (const [name, value] of Object.entries(errorHeaders(failure))) page.headers.set(name, value);
    return page;
  }
};

const wantsPage = (req: Request, url: URL): boolean =>
  !url.pathname.startsWith("/api/") && (req.headers.get("accept") ?? "").includes("text/html");
