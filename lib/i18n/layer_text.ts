import type { layerEn } from "./layer_en.ts";
import type { liveEn } from "./live_en.ts";
import { loadTexts } from "./load_texts.ts";
import type { Text } from "./translate.ts";

export type LayerText = Text<typeof liveEn & typeof layerEn>;

/** The words of `liveText` and those that only parts which come later need. Whoever imports it should come later, too. */
export const layerText = await loadTexts<typeof liveEn & typeof layerEn>({
  en: async () => ({ ...(await import("./live_en.ts")).liveEn, ...(await import("./layer_en.ts")).layerEn }),
  zh: async () => ({ ...(await import("./live_zh.ts")).liveZh, ...(await import("./layer_zh.ts")).layerZh }),
});
