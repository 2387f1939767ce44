import { useEffect, useRef, useState } from "preact/hooks";
import { ConnectionPill, type ConnectionWords } from "@/components/chat/ConnectionPill.tsx";
import type { ConnectionState } from "@/lib/client/connection.ts";
import { useModel } from "./model.ts";

/** A short loss is not worth a word. */
const CONNECTING_MS = 2_000;
const BACK_MS = 1_200;

/** How the connection is, while it is not as it should be. */
export function ConnectionPart() {
  const model = useModel();
  const state = model.chat.connection.state.value;
  const [words, setWords] = useState<ConnectionWords | null>(null);
  const shown = useRef<ConnectionWords | null>(null);
  shown.current = words;
  useEffect(() => {
    const { now, thenMs, then } = wordsFor(state, shown.current);
    setWords(now);
    if (then === undefined) return;
    const timer = setTimeout(() => setWords(then), thenMs);
    return () => clearTimeout(timer);
  }, [state]);
  return <ConnectionPill state={words} reader={model.reader.value} />;
}

interface Course {
  readonly now: ConnectionWords | null;
  readonly then?: ConnectionWords | null;
  readonly thenMs?: number;
}

function wordsFor(state: ConnectionState, before: ConnectionWords | null): Course {
  switch (state) {
    case "live":
      return before === null ? { now: null } : { now: "back", then: null, thenMs: BACK_MS };
    case "connecting":
      return { now: before, then: "connecting", thenMs: CONNECTING_MS };
    case "slow":
      return { now: "slow" };
    case "offline":
      return { now: "offline" };
    case "stopped":
      return { now: null };
  }
}
