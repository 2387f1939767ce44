import { RawSocket } from "../support/raw_socket.ts";
import { pause } from "../support/wait.ts";

/** What a storm is made of: `clients` raw clients that connect again and again, until any further message. */
export interface Storm {
  readonly url: string;
  readonly tokens: readonly string[];
  readonly clients: number;
}

export interface StormReport {
  /** How often each status was answered; 0: the connection was not even taken. */
  readonly answers: ReadonlyMap<number, number>;
  /** Statuses of refusals that did not say when to come back. */
  readonly hintless: readonly number[];
}

const answers = new Map<number, number>();
const hintless: number[] = [];
let storming = false;

// In a thread of its own: what the clients cost must not be counted as waiting of those who talk.
globalThis.onmessage = async ({ data }: MessageEvent<Storm | "enough">) => {
  storming = data !== "enough";
  if (data === "enough") return;
  await Promise.all(
    Array.from({ length: data.clients }, (_, n) => storm(data.url, data.tokens[n % data.tokens.length])),
  );
  globalThis.postMessage({ answers, hintless } satisfies StormReport);
};

async function storm(url: string, token: string | undefined): Promise<void> {
  while (storming) {
    const status = await rush(url, token);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    await pause(1);
  }
}

/** One upgrade, kept for a moment without reading, and away without a word. */
async function rush(url: string, token: string | undefined): Promise<number> {
  try {
    await using socket = await RawSocket.dial(url);
    const { status, headers } = await socket.handshake({ url, token });
    if (status !== 101 && !headers.has("retry-after")) hintless.push(status);
    if (status === 101) await pause(500);
    return status;
  } catch {
    return 0;
  }
}
