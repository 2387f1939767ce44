import type { Context } from "fresh";
import type { SignedIn, State } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadFrame } from "./frame.ts";
import { settingsNav } from "./navs.ts";

/** What every page of the settings needs. */
export async function loadSettings(ctx: Context<State>, me: SignedIn = requireSignedIn(ctx.state)) {
  const { viewer, reader, attention } = await loadFrame(ctx, me);
  const text = t(ctx.state.locale);
  const path = ctx.url.pathname === "/settings" ? "/settings/profile" : ctx.url.pathname;
  return { viewer, reader, attention, nav: settingsNav(text, path, me.isAdmin) };
}
