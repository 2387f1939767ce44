import type { FreshConfig } from "fresh";

/** Given to `new App()` by `main.ts`. Forwarded headers are read by our own middleware, from listed proxies only. */
export const freshConfig: FreshConfig = { trustProxy: false };
