import { eachGram, gramsOfTerm } from "./grams.ts";

/** Four rows of it fill a page of the store. */
const BYTES = 1_900;
const BITS = BYTES * 8;
/** A fuller one says yes too often. */
const MOST_SET = Math.floor(BITS * 0.2);

/** Says whether a stretch of messages may have a piece of a word: never no where it has it. */
export class Signature {
  readonly bytes = new Uint8Array(BYTES);
  #set = 0;

  get isFull(): boolean {
    return this.#set >= MOST_SET;
  }

  /** Adds all that a search for this folded text can ask for. */
  add(folded: string): void {
    const setBit = (bit: number) => this.#setBit(bit);
    eachGram(folded, (start, end, bits) => eachBit(hashOf(folded, start, end), bits, setBit));
  }

  #setBit(bit: number): void {
    const at = bit >> 3;
    const mask = 1 << (bit & 7);
    const byte = this.bytes[at] ?? 0;
    if (byte & mask) return;
    this.bytes[at] = byte | mask;
    this.#set++;
  }

  has(bit: number): boolean {
    return ((this.bytes[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }
}

/** The bits that a stretch with all these folded terms has set, as PostgreSQL's `get_bit` counts them. */
export function bitsOfTerms(terms: readonly string[]): number[] {
  const bits = new Set<number>();
  for (const term of terms) {
    for (const word of term.split(/\s+/)) {
      for (const gram of gramsOfTerm(word)) {
        eachBit(hashOf(gram.text, 0, gram.text.length), gram.bits, (bit) => bits.add(bit));
      }
    }
  }
  return [...bits];
}

function eachBit(hash: number, bits: number, call: (bit: number) => void): void {
  const step = ((hash >>> 16) | 1) % BITS;
  for (let i = 0; i < bits; i++) call((hash % BITS + i * step) % BITS);
}

/** FNV-1a over the code units from `start` to `end`, stirred, so that short texts differ in all bits. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39);
  return (hash ^ (hash >>> 16)) >>> 0;
}
