/**
 * Writes `static/emoji.txt` from the package `emojibase-data` (MIT; names and keywords are Unicode CLDR's), which at 49 MB is no
 * dependency: `npm pack emojibase-data@17.0.0`, unpack it, and `deno run -A lib/client/make_emoji.ts <its folder>`.
 * One emoji a line: glyph, group, short names, English words, Chinese words, divided by tabs.
 */
import { z } from "zod";

const Entry = z.object({
  emoji: z.string(),
  hexcode: z.string(),
  label: z.string(),
  tags: z.array(z.string()).default([]),
  group: z.number().optional(),
  order: z.number().optional(),
  version: z.number(),
});
const ShortNames = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** By emojibase's number; components, such as skin tones, have none. */
const GROUPS = new Map([
  [0, "people"],
  [1, "people"],
  [3, "nature"],
  [4, "food"],
  [5, "travel"],
  [6, "activity"],
  [7, "objects"],
  [8, "symbols"],
  [9, "flags"],
]);
/** Newer ones are boxes on many machines. */
const NEWEST = 15;
const MOST_WORDS = 6;

async function read<T>(folder: string, file: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await Deno.readTextFile(`${folder}/${file}`)));
}

/** Words that a search finds beside what stands there anyway. */
function words({ label, tags }: z.infer<typeof Entry>, known: string): string {
  const more = tags.filter((tag) => !`${label} ${known}`.toLowerCase().includes(tag.toLowerCase()));
  return [label, ...more.slice(0, MOST_WORDS)].join(",");
}

/** A sign that is an emoji by itself needs no selector; with one it would be another reaction. */
const plain = (emoji: string): string => emoji.replaceAll(/(\p{Emoji_Presentation})\uFE0F/gu, "$1");

async function makeList(folder: string): Promise<string> {
  const [english, chinese] = await Promise.all(
    ["en", "zh"].map((language) => read(folder, `${language}/data.json`, z.array(Entry))),
  );
  const sets = await Promise.all(
    ["github", "emojibase"].map((name) => read(folder, `en/shortcodes/${name}.json`, ShortNames)),
  );
  const inChinese = new Map((chinese ?? []).map((entry) => [entry.hexcode, entry]));
  const lines = (english ?? [])
    .filter(({ group, version }) => group !== undefined && GROUPS.has(group) && version <= NEWEST)
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((entry) => {
      const names = [...new Set(sets.flatMap((set) => set[entry.hexcode] ?? []))];
      const other = inChinese.get(entry.hexcode);
      const group = GROUPS.get(entry.group ?? -1);
      const known = names.join(",");
      return [plain(entry.emoji), group, known, words(entry, known), other ? words(other, "") : ""].join("\t");
    });
  return `${lines.join("\n")}\n`;
}

if (import.meta.main) {
  const [folder = "."] = Deno.args;
  await Deno.writeTextFile(new URL("../../static/emoji.txt", import.meta.url), await makeList(folder));
}
