import { asset } from "fresh/runtime";
import type { PageText } from "@/lib/i18n/text.ts";

const THEMES = ["system", "light", "dark"] as const;

export interface ThemeTilesProps {
  readonly value: (typeof THEMES)[number];
  readonly text: PageText;
}

/** The three themes as small pictures to choose from. */
export function ThemeTiles({ value, text }: ThemeTilesProps) {
  return (
    <fieldset class="group themes">
      <legend>{text("settings.theme")}</legend>
      {THEMES.map((theme) => (
        <label key={theme}>
          <img src={asset(`/theme-${theme}.svg`)} alt="" width={176} height={88} />
          <span>{text(`settings.theme_${theme}`)}</span>
          <input type="radio" name="theme" value={theme} checked={theme === value} />
        </label>
      ))}
    </fieldset>
  );
}
