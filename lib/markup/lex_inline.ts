import { addressAt, bracketedAt, mailAt, targetAt } from "./addresses.ts";
import { mayClose, mayOpen } from "./flanking.ts";
import type { Inline } from "./tokens.ts";

interface Piece {
  readonly start: number;
  readonly token: Inline;
}

/** Signs that may begin something. They stand as text until their end is found. */
interface Opener {
  readonly sign: string;
  readonly count: number;
  /** Which piece they are. */
  readonly index: number;
  /** How many they were at first, and whether they might have been an end as well. */
  readonly run: number;
  readonly isBoth: boolean;
}

type Wrapper =
  | { readonly type: "strong" | "em" | "del" }
  | { readonly type: "link"; readonly href: string; readonly autolink: false };

/** How many openers are looked through for one that fits. */
const LOOK_BACK = 64;
const ESCAPABLE = /[!-/:-@[-`{-~]/;

/** The text of one block as runs: emphasis, code, links and addresses; all else is text. */
export const lexInline = (text: string): Inline[] => new InlineLexer(text).run();

class InlineLexer {
  readonly #text: string;
  #at = 0;
  /** Where the text begins that is in no piece yet. */
  #plainFrom = 0;
  readonly #pieces: Piece[] = [];
  readonly #openers: Opener[] = [];
  /** How many openers there are of each sign, so that a sign without one is not looked for. */
  readonly #open = new Map<string, number>();
  /** Numbers of backticks of which no further run follows. */
  readonly #noCode = new Set<number>();

  constructor(text: string) {
    this.#text = text;
  }

  run(): Inline[] {
    while (this.#at < this.#text.length) this.#step(this.#text[this.#at] ?? "");
    this.#flush(this.#text.length);
    return joined(this.#pieces);
  }

  #step(sign: string): void {
    switch (sign) {
      case "*":
      case "_":
      case "~":
        return this.#emphasis(sign);
      case "\\":
        return this.#escape();
      case "`":
        return this.#code();
      case "[":
        return this.#begin(sign, 1);
      case "]":
        return this.#link();
      case "!":
        // A picture is shown as typed.
        this.#at += this.#text[this.#at + 1] === "[" ? 2 : 1;
        return;
      case "<":
        return this.#address(bracketedAt(this.#text, this.#at));
      case "h":
      case "H":
      case "w":
      case "W":
        return this.#address(addressAt(this.#text, this.#at));
      case "@":
        return this.#address(mailAt(this.#text, this.#at, this.#plainFrom));
      default:
        this.#at++;
    }
  }

  #escape(): void {
    const text = this.#text[this.#at + 1] ?? "";
    if (ESCAPABLE.test(text)) this.#push(this.#at, this.#at + 2, (raw) => ({ type: "escape", raw, text }));
    else this.#at++;
  }

  #code(): void {
    const start = this.#at;
    const count = this.#runLength("`");
    const end = this.#noCode.has(count) ? -1 : this.#closingTicks(start + count, count);
    if (end < 0) {
      this.#noCode.add(count);
      this.#at = start + count;
      return;
    }
    const inner = this.#text.slice(start + count, end).replaceAll("\n", " ");
    const isPadded = inner.startsWith(" ") && inner.endsWith(" ") && inner.trim() !== "";
    this.#push(start, end + count, (raw) => ({ type: "codespan", raw, text: isPadded ? inner.slice(1, -1) : inner }));
  }

  #closingTicks(from: number, count: number): number {
    for (let at = this.#text.indexOf("`", from); at >= 0;) {
      let end = at;
      while (this.#text[end] === "`") end++;
      if (end - at === count) return at;
      at = this.#text.indexOf("`", end);
    }
    return -1;
  }

  #address(found: { readonly start: number; readonly end: number; readonly href: string } | null): void {
    if (!found) {
      this.#at++;
      return;
    }
    const { start, end, href } = found;
    this.#push(start, end, (raw) => ({ type: "link", raw, href, autolink: true, tokens: [{ type: "text", raw }] }));
  }

  /** `]`: the end of a link's text, if an address in parentheses follows. */
  #link(): void {
    if (!this.#open.get("[")) {
      this.#at++;
      return;
    }
    const index = this.#openers.findLastIndex((opener) => opener.sign === "[");
    const target = targetAt(this.#text, this.#at + 1);
    if (target) {
      this.#flush(this.#at);
      this.#wrap(index, 1, target.end, { type: "link", href: target.href, autolink: false });
      return;
    }
    // The bracket is spent, so that nothing is looked through twice.
    this.#openers.splice(index, 1);
    this.#count("[", -1);
    this.#at++;
  }

  #emphasis(sign: string): void {
    const start = this.#at;
    const count = this.#runLength(sign);
    const [before, after] = [this.#text[start - 1] ?? " ", this.#text[start + count] ?? " "];
    this.#flush(start);
    const [opens, closes] = [mayOpen(sign, before, after), mayClose(sign, before, after)];
    const left = closes ? this.#close(sign, count, opens) : count;
    if (left > 0 && opens) this.#begin(sign, left, closes);
    else this.#at = start + count;
  }

  /** Matches closing signs with the nearest openers of their kind; answers how many are left over. */
  #close(sign: string, count: number, isBoth: boolean): number {
    let left = count;
    while (left > 0 && this.#open.get(sign)) {
      const index = this.#openerFor(sign, count, isBoth);
      const used = Math.min(2, left, this.#openers[index]?.count ?? 0);
      if (used === 0 || (sign === "~" && used < 2)) break;
      this.#wrap(index, used, this.#at + used, { type: sign === "~" ? "del" : used === 2 ? "strong" : "em" });
      left -= used;
    }
    return left;
  }

  /** Signs that could be a beginning and an end match only if their numbers do not add up to a multiple of three: `**a*b**`. */
  #openerFor(sign: string, count: number, isBoth: boolean): number {
    const last = this.#openers.length - 1;
    for (let index = last; index >= 0 && last - index < LOOK_BACK; index--) {
      const opener = this.#openers[index];
      if (opener?.sign !== sign) continue;
      const isOdd = (isBoth || opener.isBoth) && (opener.run + count) % 3 === 0 && count % 3 !== 0;
      if (!isOdd) return index;
    }
    return -1;
  }

  #begin(sign: string, count: number, isBoth = false): void {
    this.#flush(this.#at);
    this.#openers.push({ sign, count, index: this.#pieces.length, run: count, isBoth });
    this.#count(sign, 1);
    this.#push(this.#at, this.#at + count, (raw) => ({ type: "text", raw }));
  }

  /** Puts everything since an opener into one piece, with as many of its signs as were matched; openers between were text. */
  #wrap(index: number, used: number, end: number, wrapper: Wrapper): void {
    const opener = this.#openers[index];
    if (!opener) return;
    for (const dropped of this.#openers.splice(index)) this.#count(dropped.sign, -1);
    const tokens = joined(this.#pieces.splice(opener.index + 1));
    const [signs] = this.#pieces.splice(opener.index);
    const rest = opener.count - used;
    const start = (signs?.start ?? 0) + rest;
    if (rest > 0) {
      this.#pieces.push({ start: signs?.start ?? 0, token: { type: "text", raw: opener.sign.repeat(rest) } });
      this.#openers.push({ ...opener, count: rest });
      this.#count(opener.sign, 1);
    }
    this.#pieces.push({ start, token: { ...wrapper, raw: this.#text.slice(start, end), tokens } });
    this.#at = this.#plainFrom = end;
  }

  #push(start: number, end: number, make: (raw: string) => Inline): void {
    this.#flush(start);
    this.#pieces.push({ start, token: make(this.#text.slice(start, end)) });
    this.#at = this.#plainFrom = end;
  }

  /** Makes a piece of the text up to here. */
  #flush(end: number): void {
    const start = this.#plainFrom;
    if (end > start) this.#pieces.push({ start, token: { type: "text", raw: this.#text.slice(start, end) } });
    this.#plainFrom = Math.max(start, end);
  }

  #count(sign: string, by: 1 | -1): void {
    this.#open.set(sign, (this.#open.get(sign) ?? 0) + by);
  }

  #runLength(sign: string): number {
    let end = this.#at;
    while (this.#text[end] === sign) end++;
    return end - this.#at;
  }
}

/** Tokens with neighbouring text in one. */
function joined(pieces: readonly Piece[]): Inline[] {
  const tokens: Inline[] = [];
  for (const { token } of pieces) {
    const last = tokens.at(-1);
    if (last?.type === "text" && token.type === "text") {
      tokens[tokens.length - 1] = { type: "text", raw: last.raw + token.raw };
    } else tokens.push(token);
  }
  return tokens;
}
