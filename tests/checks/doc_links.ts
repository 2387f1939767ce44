/** Every file that the documents name is there: by relative link, or by path in backticks. */
import { dirname, join } from "node:path";
import { exists, ROOT } from "../support/paths.ts";
import { listFiles } from "./sources.ts";

export interface Mention {
  readonly path: string;
  readonly line: number;
  /** Links are relative to their document, paths in backticks to the root. */
  readonly isLink: boolean;
}

/** One sentence for every named file that is missing. */
export function checkDocLinks(): string[] {
  return listFiles(/\.md$/).filter((file) => !BORROWED.test(file)).flatMap((file) => {
    const text = Deno.readTextFileSync(join(ROOT, file));
    return findMentions(text).filter((mention) => !isThere(file, mention))
      .map(({ path, line }) => `${file}:${line} names ${path}, which does not exist`);
  });
}

/** Measurements kept as they were made, with the names of their own folders. */
const BORROWED = /^bench\/lab\//;

/** What a document says about files. Code blocks are examples and say nothing. */
export function findMentions(text: string): Mention[] {
  const prose = text.replace(/^```[^]*?^```/gm, (block) => block.replace(/[^\n]/g, ""));
  return prose.split("\n").flatMap((line, index) => [
    ...[...line.matchAll(LINK)].map(([, path = ""]) => ({ path, line: index + 1, isLink: true })),
    ...[...line.matchAll(PATH)].map(([, path = ""]) => ({ path, line: index + 1, isLink: false })),
  ]);
}

/** `](target)` or `src="target"`, without addresses, anchors of the same page and titles. */
const LINK = /(?:\]\(|\bsrc="|\bhref=")(?![a-z]+:|\/|#)([^)\s"#?]+)/g;
/** A path with a folder and an ending in backticks, with nothing in it to fill in. */
const PATH = /`([\w.@-]+(?:\/[\w.@[\]()-]+)+\.(?:tsx?|sql|md|css|json|sh|conf|yml))`/g;

/** Made by running the program, so not there in a fresh clone. */
const MADE = /^(_fresh|data|coverage|shots|node_modules)\//;

function isThere(document: string, { path, isLink }: Mention): boolean {
  if (isLink) return exists(join(ROOT, dirname(document), decodeURI(path)));
  return MADE.test(path) || exists(join(ROOT, path)) || exists(join(ROOT, dirname(document), path));
}
