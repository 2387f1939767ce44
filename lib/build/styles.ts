import * as esbuild from "esbuild";
import { join } from "node:path";

/** The sheets of every page, in the order of their layers. */
const SHEETS = ["tokens", "base", "shell", "parts", "live", "pages"] as const;

/**
 * All style sheets as one without what only people read: one request instead of six, and a fifth fewer bytes. Leaves
 * esbuild running, for the build that follows and stops it.
 */
export async function joinStyles(root: string): Promise<string> {
  const sheets = await Promise.all(SHEETS.map((name) => Deno.readTextFile(join(root, `static/css/${name}.css`))));
  const { code } = await esbuild.transform(sheets.join("\n"), {
    loader: "css",
    minify: true,
    charset: "utf8",
    target: "esnext",
  });
  return code;
}

/** Writes the one sheet where the build finds it as `/css/app.css`; answers the folder of static files it stands in. */
export async function writeStyles(root: string): Promise<string> {
  const folder = join(root, "_fresh", "styles");
  await Deno.mkdir(join(folder, "css"), { recursive: true });
  await Deno.writeTextFile(join(folder, "css", "app.css"), await joinStyles(root));
  return folder;
}
