/** A swipe to the right as far as this replies. */
const REPLY_PX = 56;
const MOST_PX = 72;
/** Less than this has no direction yet. */
const START_PX = 10;
/** From here on the swipe is the browser's own way back. */
const EDGE_PX = 24;

/**
 * Follows a finger that moves a message to the right, and calls when it was let go far enough. A movement that begins
 * downward is scrolling; the style sheet leaves that to the browser. Keys and the menu have the same act.
 */
export function watchSwipe(event: PointerEvent, call: () => void): void {
  const item = event.currentTarget;
  if (event.pointerType === "mouse" || !event.isPrimary || !(item instanceof HTMLElement)) return;
  const { clientX, clientY, pointerId } = event;
  if (clientX < EDGE_PX || clientX > innerWidth - EDGE_PX || isScrollable(event.target, item)) return;
  const stop = new AbortController();
  let reached = 0;
  const end = () => {
    stop.abort();
    item.style.removeProperty("transform");
    item.classList.remove("swiped", "ready");
  };
  const moved = (move: PointerEvent) => {
    if (move.pointerId !== pointerId) return end();
    const [x, y] = [move.clientX - clientX, move.clientY - clientY];
    const isBegun = item.classList.contains("swiped");
    if (!isBegun && Math.hypot(x, y) < START_PX) return;
    if (!isBegun && Math.abs(y) >= x) return end();
    reached = Math.max(0, Math.min(MOST_PX, x));
    item.classList.add("swiped");
    item.classList.toggle("ready", reached >= REPLY_PX);
    if (!isStill()) item.style.setProperty("transform", `translateX(${reached}px)`);
  };
  const options = { signal: stop.signal, passive: true };
  globalThis.addEventListener("pointermove", moved, options);
  globalThis.addEventListener("pointercancel", end, options);
  globalThis.addEventListener("pointerup", () => {
    end();
    if (reached >= REPLY_PX) call();
  }, options);
}

/** Code that is wider than the message moves by itself. */
function isScrollable(target: EventTarget | null, item: Element): boolean {
  for (let at = target instanceof Element ? target : null; at && at !== item; at = at.parentElement) {
    if (at.scrollWidth > at.clientWidth && at.matches("pre")) return true;
  }
  return false;
}

const isStill = (): boolean =>
  document.documentElement.dataset.motion === "less" || matchMedia("(prefers-reduced-motion: reduce)").matches;
