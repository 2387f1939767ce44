import type { Context } from "fresh";
import type { State } from "@/lib/define.ts";
import { type PageText, t } from "@/lib/i18n/text.ts";
import { loadFrame } from "./frame.ts";
import { adminNav } from "./navs.ts";

/** What every page of the administration needs. */
export async function loadAdmin(ctx: Context<State>) {
  const { viewer, reader, attention } = await loadFrame(ctx);
  const text = t(ctx.state.locale);
  const warnings = ctx.url.pathname === "/admin" ? warningsOf(ctx.state, text) : [];
  return { viewer, reader, attention, nav: adminNav(text, ctx.url.pathname), warnings };
}

const CHEAP_BELOW = 10;

/** Settings that are weaker than they should be where people talk. */
function warningsOf({ app, origin }: State, text: PageText): string[] {
  const { bcryptCost, limitsOn } = app.config;
  const isPlain = origin.startsWith("http:") && !/^http:\/\/(localhost|127\.|\[::1\])/.test(origin);
  return [
    bcryptCost < CHEAP_BELOW ? text("admin.cheap_hash", { cost: bcryptCost }) : "",
    limitsOn ? "" : text("admin.limits_off"),
    isPlain ? text("admin.plain_http") : "",
  ].filter((warning) => warning !== "");
}
