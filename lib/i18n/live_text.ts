import type { liveEn } from "./live_en.ts";
import { loadTexts } from "./load_texts.ts";
import type { Text } from "./translate.ts";

export type LiveText = Text<typeof liveEn>;

/** The words that components and islands share; pages have more in `text.ts`, what lies over a chat in `layer_text.ts`. */
export const liveText = await loadTexts<typeof liveEn>({
  en: async () => (await import("./live_en.ts")).liveEn,
  zh: async () => (await import("./live_zh.ts")).liveZh,
});
