import assert from "node:assert/strict";

const css = await Deno.readTextFile(new URL("../static/css/tokens.css", import.meta.url));

type Colour = readonly [number, number, number];

/** The custom properties of the block that follows a selector. */
function tokensAfter(selector: string, from = 0): Map<string, string> {
  const start = css.indexOf("{", css.indexOf(selector, from));
  const block = css.slice(start, css.indexOf("}", start));
  return new Map([...block.matchAll(/--(\w+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]));
}

const light = tokensAfter(":root {");
const system = tokensAfter(':root:not([data-theme="light"])');
const chosen = tokensAfter(':root[data-theme="dark"]');

/** sRGB of an OKLCH colour, rounded to the 8 bits that a screen gets. */
function rgb(lightness: number, chroma: number, hue: number): Colour {
  const a = chroma * Math.cos(hue * Math.PI / 180);
  const b = chroma * Math.sin(hue * Math.PI / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const [red = 0, green = 0, blue = 0] = linear.map((value) => {
    const clipped = Math.min(1, Math.max(0, value));
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255);
  });
  return [red, green, blue];
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function colourOf(tokens: ReadonlyMap<string, string>, name: string): Colour {
  const [l = NaN, c = NaN, h = NaN] = (tokens.get(name) ?? "").replace(/^oklch\(|\)$/g, "").split(/\s+/).map(Number);
  assert.ok(!Number.isNaN(l + c + h), `--${name} is no colour`);
  return rgb(l, c, h);
}

const SURFACES = [
  "canvas",
  "side",
  "raised",
  "sunken",
  "hover",
  "selected",
  "own",
  "other",
  "soft",
  "kingsoft",
  "dangersoft",
];
const without = (...names: string[]) => SURFACES.filter((surface) => !names.includes(surface));

/** What may stand on what, and how clearly: 4.5 for text, 3 for graphics. */
const PAIRS: readonly (readonly [string, readonly string[], number])[] = [
  ["text", SURFACES, 4.5],
  ["text2", SURFACES, 4.5],
  ["text3", without("own"), 4.5],
  ["link", SURFACES, 4.5],
  ["kingtext", SURFACES, 4.5],
  ["dangertext", SURFACES, 4.5],
  ["onaccent", ["accent", "accentH"], 4.5],
  ["onking", ["king"], 4.5],
  ["ondanger", ["danger"], 4.5],
  ["edge", ["canvas", "side", "raised", "sunken"], 3],
  ["accent", SURFACES, 3],
  ["king", SURFACES, 3],
  ["danger", SURFACES, 3],
  ["ok", without("own"), 3],
  ["away", without("own"), 3],
  ["busy", without("own"), 3],
  ["muted", ["canvas", "side", "raised", "hover", "selected"], 3],
  ["focus", SURFACES, 3],
  ["railtext", ["rail", "railsel"], 4.5],
  ["railon", ["rail", "railsel"], 4.5],
];

for (const [theme, tokens] of [["light", light], ["dark", chosen]] as const) {
  Deno.test(`every pair of the ${theme} palette can be read`, () => {
    for (const [front, surfaces, least] of PAIRS) {
      for (const surface of surfaces) {
        const ratio = contrast(colourOf(tokens, front), colourOf(tokens, surface));
        assert.ok(ratio >= least, `${front} on ${surface}: ${ratio.toFixed(2)}, needs ${least}`);
      }
    }
  });

  Deno.test(`the letters of every face and the names of all authors can be read, ${theme}`, () => {
    const number = (name: string) => Number(tokens.get(name));
    for (const hue of [20, 50, 85, 125, 160, 205, 245, 320]) {
      const face = rgb(number("faceL"), number("faceC"), hue);
      const letters = rgb(number("inkL"), number("inkC"), hue);
      assert.ok(contrast(face, letters) >= 4.5, `letters at hue ${hue}: ${contrast(face, letters).toFixed(2)}`);
      const name = rgb(number("nameL"), 0.08, hue);
      for (const surface of ["canvas", "hover", "soft"]) {
        const ratio = contrast(name, colourOf(tokens, surface));
        assert.ok(ratio >= 4.5, `name at hue ${hue} on ${surface}: ${ratio.toFixed(2)}`);
      }
    }
  });
}

Deno.test("the focus ring and the pip can be seen on the rail of either theme", () => {
  for (const tokens of [light, chosen]) {
    for (const name of ["railfocus", "railking"]) {
      assert.ok(contrast(colourOf(light, name), colourOf(tokens, "rail")) >= 3, name);
    }
  }
});

Deno.test("the system's dark theme and the chosen one are the same", () => {
  assert.deepEqual(Object.fromEntries(system), Object.fromEntries(chosen));
});

Deno.test("every colour of the light theme has its dark counterpart", () => {
  const colours = [...light].filter(([, value]) => value.startsWith("oklch(")).map(([name]) => name);
  const fixed = new Set(["railfocus", "railking", "railline"]);
  assert.deepEqual(colours.filter((name) => !fixed.has(name) && !chosen.has(name)), []);
});
