const WIDTH = 30;
const STEP = 10;

/** How far something is: a bar that moves on a terminal, else a line for every tenth. */
export function progressBar(say: (line: string) => void, isTerminal = Deno.stdout.isTerminal()) {
  let tenth = -1;
  let isDrawn = false;
  return {
    show(done: number, total: number, what: string): void {
      const share = total === 0 ? 1 : done / total;
      const percent = Math.floor(share * 100);
      if (isTerminal) {
        const filled = Math.round(share * WIDTH);
        const bar = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
        Deno.stdout.writeSync(new TextEncoder().encode(`\r${bar} ${percent} % ${what.padEnd(16)}`));
        isDrawn = true;
      } else if (Math.floor(percent / STEP) > tenth) {
        tenth = Math.floor(percent / STEP);
        say(`${percent} % (${what})`);
      }
    },
    end(): void {
      if (isDrawn) say("");
    },
  };
}
