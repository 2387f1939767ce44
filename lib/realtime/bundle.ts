import { Buffer } from "node:buffer";

/** Bundles are cut at about this size, so that one always fits a socket's cap and no frame grows without bound. */
const BUNDLE_BYTES = 128 * 1024;

/** Encoded frames that leave together. Made once and shared by all who get them: joining is done once, not per socket. */
export class Bundle {
  readonly texts: readonly string[];
  /** Of `joined`. */
  readonly bytes: number;
  readonly #joined: string;
  #whole: string | undefined;

  constructor(texts: readonly string[]) {
    this.texts = texts;
    this.#joined = texts.length === 1 ? texts[0] ?? "" : texts.join(",");
    // Counts without encoding: every bundle of every turn comes by here.
    this.bytes = Buffer.byteLength(this.#joined);
  }

  /** Without brackets, to be put beside others. */
  get joined(): string {
    return this.#joined;
  }

  /** As one frame for those who take several at once: an array, or the object itself when it is alone. */
  get whole(): string {
    this.#whole ??= this.texts.length === 1 ? this.#joined : `[${this.#joined}]`;
    return this.#whole;
  }
}

/** Texts in as few bundles as their sizes allow. */
export function bundlesOf(texts: readonly string[]): Bundle[] {
  const bundles: Bundle[] = [];
  let start = 0;
  let length = 0;
  for (let at = 0; at < texts.length; at++) {
    length += texts[at]?.length ?? 0;
    if (length < BUNDLE_BYTES && at < texts.length - 1) continue;
    bundles.push(new Bundle(texts.slice(start, at + 1)));
    start = at + 1;
    length = 0;
  }
  return bundles;
}
