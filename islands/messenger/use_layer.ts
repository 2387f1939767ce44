import { useLayoutEffect, useRef } from "preact/hooks";
import type { Spot } from "@/lib/client/desk.ts";
import { useModel } from "./model.ts";

const EDGE_PX = 8;

/** Gives the focus back to what had it when the layer opened. */
export function useFocusBack(): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    if (!(before instanceof HTMLElement)) return;
    const field = before instanceof HTMLTextAreaElement ? before : null;
    const { value, selectionStart = 0, selectionEnd = 0 } = field ?? {};
    return () => {
      const back = () => before.isConnected && before.focus({ preventScroll: true });
      back();
      // A dialog that still stands lets no focus out; and with its own field the cursor goes out of the page, so that what
      // is typed next would be lost.
      queueMicrotask(() => {
        if (document.activeElement === document.body) back();
        if (field === document.activeElement && field?.value === value) {
          field?.setSelectionRange(selectionStart, selectionEnd);
        }
      });
    };
  }, []);
}

/** A layer that stands beside something: placed within the window, left by Escape and by a click elsewhere. */
export function useFloating(at: Spot | null) {
  const { desk } = useModel();
  const holder = useRef<HTMLDivElement>(null);
  useFocusBack();
  useLayoutEffect(() => {
    if (holder.current) place(holder.current, at);
  }, [at]);
  useLayoutEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const close = () => desk.layer.value = null;
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !holder.current?.contains(event.target)) close();
    }, { signal, capture: true });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Tab") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape" || !turn(holder.current, event.shiftKey ? -1 : 1)) close();
    }, { signal, capture: true });
    // A phone's keyboard makes the window smaller, too.
    const moved = () => holder.current?.classList.contains("frombelow") || close();
    globalThis.addEventListener("resize", moved, { signal });
    return () => stop.abort();
  }, []);
  return holder;
}

/** In a layer with several places to stand, Tab goes round them; false: there is one. */
function turn(layer: HTMLElement | null, by: 1 | -1): boolean {
  const stops = [...layer?.querySelectorAll<HTMLElement>("input, .tabstop") ?? []];
  if (stops.length < 2) return false;
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[(at + by + stops.length) % stops.length]?.focus();
  return true;
}

/** On a phone it comes up from below; without a spot it stands beside what has the focus. */
function place(element: HTMLElement, at: Spot | null): void {
  const isPhone = matchMedia("(width < 600px)").matches;
  element.classList.toggle("frombelow", isPhone);
  if (isPhone) return;
  const { width, height } = element.getBoundingClientRect();
  const spot = at ?? focusedSpot();
  const left = Math.min(spot.x, innerWidth - width - EDGE_PX);
  const fitsBelow = spot.y + height + EDGE_PX <= innerHeight;
  const top = fitsBelow ? spot.y : Math.max(EDGE_PX, Math.min(spot.y, innerHeight - EDGE_PX) - height);
  element.style.setProperty("left", `${Math.max(EDGE_PX, left)}px`);
  element.style.setProperty("top", `${top}px`);
}

function focusedSpot(): Spot {
  const { left, top, height } = (document.activeElement ?? document.body).getBoundingClientRect();
  return { x: left + 64, y: Math.min(innerHeight / 2, Math.max(EDGE_PX, top + height / 2)) };
}

/** A modal dialog that stands open for as long as it is drawn. */
export function useDialog(close: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);
  useFocusBack();
  useLayoutEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  return { dialogRef: dialog, onClose: close, onBackdrop: close };
}
