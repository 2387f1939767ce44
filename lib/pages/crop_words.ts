import type { CropWords } from "@/components/forms/CropDialog.tsx";
import type { PageText } from "@/lib/i18n/text.ts";

/** What the choice of a square says. Given to its island as text: few pages have it, and all others would load its words. */
export const cropWords = (text: PageText): CropWords => ({
  title: text("crop.title"),
  hint: text("crop.hint"),
  square: text("crop.square"),
  place: text.template("crop.place"),
  zoom: text("crop.zoom"),
  nearer: text("crop.nearer"),
  farther: text("crop.farther"),
  preview: text("crop.preview"),
  cancel: text("dialog.cancel"),
  use: text("crop.use"),
  again: text("crop.again"),
});
