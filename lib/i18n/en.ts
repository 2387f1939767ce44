import { layerEn } from "./layer_en.ts";
import { liveEn } from "./live_en.ts";
import { pagesEn } from "./pages_en.ts";

/** Every word of the pages in English. */
export const en = { ...liveEn, ...layerEn, ...pagesEn } as const;
