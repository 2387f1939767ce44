import { liveEn } from "./live_en.ts";
import { pagesEn } from "./pages_en.ts";

/** Every word of the pages in English. */
export const en = { ...liveEn, ...pagesEn } as const;
