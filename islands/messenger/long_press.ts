const PRESS_MS = 450;
const MOVED_PX = 8;

/** Calls once a finger has rested for long enough; a movement is scrolling. */
export function watchLongPress(event: PointerEvent, call: () => void): void {
  if (event.pointerType === "mouse" || !event.isPrimary) return;
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort();
    call();
  }, PRESS_MS);
  const cancel = () => {
    clearTimeout(timer);
    stop.abort();
  };
  const { clientX, clientY } = event;
  const moved = (move: PointerEvent) => {
    if (Math.hypot(move.clientX - clientX, move.clientY - clientY) > MOVED_PX) cancel();
  };
  const options = { signal: stop.signal, passive: true };
  globalThis.addEventListener("pointermove", moved, options);
  for (const name of ["pointerup", "pointercancel"]) globalThis.addEventListener(name, cancel, options);
}
