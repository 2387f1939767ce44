import { liveZh } from "./live_zh.ts";
import { pagesZh } from "./pages_zh.ts";

/** Every word of the pages in Chinese. */
export const zh = { ...liveZh, ...pagesZh };
