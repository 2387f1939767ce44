import { say } from "../runner/say.ts";

/** The value below which 99 of a hundred lie; 0 of nothing. */
export function percentile99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? 0;
}

/** A measured time, for the reader of a run: how fast a machine is busy decides, so nothing is asserted of it. */
export const sayFigure = (what: string, ms: number): void => say(`${what}: ${Math.round(ms)} ms`);
