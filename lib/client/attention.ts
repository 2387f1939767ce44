import type { Chat } from "./chat.ts";

/** Whether somebody looks at this page now. */
export const isAttentive = (): boolean => document.visibilityState === "visible" && document.hasFocus();

const IDLE_MS = 5 * 60 * 1_000;

/** Tells the chat when the page is looked at, left, woken, or without a network. Answers what stops it. */
export function watchPage(chat: Chat, onAttention: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const isUsed = () => {
    clearTimeout(idle);
    chat.setIdle(false);
    idle = setTimeout(() => chat.setIdle(true), IDLE_MS);
  };
  const isSeen = () => {
    if (document.visibilityState === "visible") {
      chat.connection.wake();
      isUsed();
    }
    onAttention();
  };
  document.addEventListener("visibilitychange", isSeen, { signal });
  globalThis.addEventListener("focus", isSeen, { signal });
  globalThis.addEventListener("blur", onAttention, { signal });
  globalThis.addEventListener("online", () => chat.connection.wake(), { signal });
  globalThis.addEventListener("offline", () => chat.connection.doubt(), { signal });
  for (const name of ["pointerdown", "keydown", "wheel"]) {
    globalThis.addEventListener(name, isUsed, { signal, passive: true });
  }
  isUsed();
  return () => {
    clearTimeout(idle);
    stop.abort();
  };
}
