import type { State } from "@/lib/define.ts";

/** The address that links for other people begin with: the operator's word before what this request happened to use. */
export const linkOrigin = ({ app, origin }: Pick<State, "app" | "origin">): string => app.config.origins?.[0] ?? origin;
