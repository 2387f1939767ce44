// deno-lint-ignore-file no-console -- the one place where the runners speak

export const say = (text: string): void => console.log(text);

export const heading = (text: string): void => console.log(`\n──── ${text} ────`);

/** Passes on what another process printed, as it came. */
export function pass(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
}

/** The time since then, for people. */
export const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;
