import { layerZh } from "./layer_zh.ts";
import { liveZh } from "./live_zh.ts";
import { pagesZh } from "./pages_zh.ts";

/** Every word of the pages in Chinese. */
export const zh = { ...liveZh, ...layerZh, ...pagesZh };
