/** How long to wait before attempt number `attempt` (from 0): full jitter, so that a thousand clients do not return together. */
export function backoffMs(attempt: number, random: () => number, baseMs = 500, capMs = 15_000): number {
  const boundMs = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 20));
  return Math.floor(random() * boundMs);
}
