/** How often the kept page of one conversation is made new while its reader stays in the messenger. */
const AGAIN_MS = 5 * 60 * 1_000;
const keptAt = new Map<string, number>();

/** Begins to keep pages for when there is no network. `script` is the worker's address tied to the build, as of `asset()`. */
export function keepPages(script: string): void {
  const build = new URL(script, location.href).searchParams.get("__frsh_c");
  // Browsers allow it over HTTPS and on this machine only.
  if (!("serviceWorker" in navigator) || build === null) return;
  // A page that came through the worker is kept already.
  if (navigator.serviceWorker.controller) keptAt.set(location.pathname, Date.now());
  navigator.serviceWorker.register(`/sw.js?build=${build}`).catch(() => {});
}

/** Keeps the page of a place that was gone to without loading it, and all files that this page has needed so far. */
export async function keepPage(path: string): Promise<void> {
  if (!("serviceWorker" in navigator) || Date.now() - (keptAt.get(path) ?? 0) < AGAIN_MS) return;
  keptAt.set(path, Date.now());
  (await navigator.serviceWorker.ready).active?.postMessage({
    keep: path,
    files: performance.getEntriesByType("resource").map(({ name }) => name),
  });
}

/** Pages hold what only their reader may see: at sign-out they go. */
export async function forgetPages(): Promise<void> {
  if (!("caches" in globalThis)) return;
  for (const name of await caches.keys()) if (name.startsWith("pages-")) await caches.delete(name);
}
