import type { Desk } from "@/lib/client/desk.ts";

/** The width from which the details stand beside the chat; below they are a sheet or a page. */
const BESIDE = "(min-width: 1024px)";
const OPEN_AT_FIRST = "(min-width: 1280px)";
const YEAR_S = 365 * 24 * 60 * 60;

export function isDetailsOpen(desk: Desk): boolean {
  return desk.details.value === "open" || (desk.details.value === null && matchMedia(OPEN_AT_FIRST).matches);
}

export function toggleDetails(desk: Desk): void {
  if (isDetailsOpen(desk)) closeDetails(desk);
  else remember(desk, "open");
}

export function closeDetails(desk: Desk): void {
  if (isDetailsOpen(desk)) remember(desk, "closed");
}

/** Remembered for the next page where the pane stands beside the chat; a sheet is closed again by itself. */
function remember(desk: Desk, state: "open" | "closed"): void {
  desk.details.value = state;
  if (!matchMedia(BESIDE).matches) return;
  document.cookie = `details=${state}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
