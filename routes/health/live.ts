import { define } from "@/lib/define.ts";

/** The process answers. Says nothing of the store: a restart would not help that. */
export const handler = define.handlers({ GET: () => Response.json({ status: "ok" }) });
