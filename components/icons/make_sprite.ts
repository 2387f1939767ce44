/**
 * Writes `static/icons.svg` from lucide: `deno run -A components/icons/make_sprite.ts`. Icons are drawn from one cached file
 * rather than from code, because loading the library costs the server a third of a second and 20 MB, and a reference in
 * the page is a fifth of a drawing.
 */
import { icons } from "lucide-preact";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { ICONS } from "./names.ts";

const pascal = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The sprite's text; throws for a name that lucide does not have. */
export function makeSprite(): string {
  const known = new Map(Object.entries(icons));
  const symbols = ICONS.map((name) => {
    const drawing = known.get(pascal(name));
    if (!drawing) throw new Error(`lucide has no icon "${name}"`);
    const inner = renderToString(h(drawing, {})).replace(/^<svg[^>]*>|<\/svg>$/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${
      inner.replaceAll(/><\/(?:path|circle|rect|line)>/g, "/>")
    }</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

if (import.meta.main) await Deno.writeTextFile(new URL("../../static/icons.svg", import.meta.url), makeSprite());
