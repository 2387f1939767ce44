// Keeps the pages of recent conversations, and what they are made of, for when there is no network. Pages always come from the
// network first, so that none is older than the server; only files whose address changes with their content are taken
// from here first. The build's id stands in this file's own address, so each build has its own caches.
const build = new URL(location.href).searchParams.get("build");
const PAGES = `pages-${build}`;
const FILES = `files-${build}`;
const OFFLINE = "/offline";
const MOST_PAGES = 20;
/** A server that says nothing for so long is away. */
const PATIENCE_MS = 10_000;

const isKept = (path) => path === "/" || /^\/c\/[0-9a-f-]{36}$/.test(path);
/** Addresses that change with the build. */
const isTied = (address) => /[?&]__frsh_c=|\/_fresh\/js\//.test(address);
const isForever = (response) => response.ok && (response.headers.get("cache-control") ?? "").includes("immutable");

addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(leaveOthers().then(() => self.clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== location.origin) {
    // Where the pages' files come from, if not from here; the policy lets nothing else in.
    if (request.method === "GET" && request.mode === "cors" && isTied(request.url)) {
      event.respondWith(answerFile(request));
    }
    return;
  }
  if (request.mode === "navigate") {
    // Another person signs in or out: what was kept is nobody's business any more.
    if (request.method === "POST") {
      if (/^\/(?:logout|login|register)$/.test(pathname)) event.waitUntil(caches.delete(PAGES));
    } else event.respondWith(answerPage(event, pathname, search));
  } else if (request.method === "GET" && isTied(request.url)) {
    event.respondWith(answerFile(request));
  }
});

addEventListener("message", (event) => {
  const { keep, files = [] } = event.data ?? {};
  if (typeof keep !== "string" || !isKept(keep)) return;
  event.waitUntil(Promise.all([keepPage(keep), ...files.filter(isTied).map((file) => answerFile(new Request(file)))]));
});

async function answerPage(event, pathname, search) {
  try {
    const response = await Promise.race([fetch(event.request), failLater()]);
    if (isKept(pathname)) {
      // Whoever is led away from here, to the sign-in page, may not see it offline either.
      if (response.type === "opaqueredirect") event.waitUntil(caches.delete(PAGES));
      else if (search === "") event.waitUntil(putPage(pathname, response.clone()));
    }
    return response;
  } catch {
    const pages = await caches.open(PAGES);
    const files = await caches.open(FILES);
    return (isKept(pathname) && await pages.match(pathname)) || await files.match(OFFLINE) || Response.error();
  }
}

const failLater = () => new Promise((_, fail) => setTimeout(() => fail(new Error("No answer")), PATIENCE_MS));

async function answerFile(request) {
  const files = await caches.open(FILES);
  const known = await files.match(request);
  if (known) return known;
  try {
    const response = await fetch(request);
    if (isForever(response)) await files.put(request, response.clone());
    return response;
  } catch {
    return Response.error();
  }
}

/** A conversation that was gone to without loading its page. */
async function keepPage(path) {
  try {
    await putPage(path, await fetch(path, { headers: { accept: "text/html" }, redirect: "manual" }));
  } catch {
    // No network now: the page that is kept stays.
  }
}

async function putPage(path, response) {
  if (!response.ok || !(response.headers.get("content-type") ?? "").startsWith("text/html")) return;
  const pages = await caches.open(PAGES);
  await pages.delete(path);
  await pages.put(path, response);
  const paths = await pages.keys();
  for (const old of paths.slice(0, Math.max(0, paths.length - MOST_PAGES))) await pages.delete(old);
}

/** The page that says that there is no network, with the styles it names: nobody's own, and without the last form's word. */
async function keepOfflinePage() {
  const files = await caches.open(FILES);
  const page = await fetch(OFFLINE, { credentials: "omit" });
  if (!page.ok) throw new Error(`${OFFLINE}: ${page.status}`);
  const html = await page.clone().text();
  await files.put(OFFLINE, page);
  const styles = [...html.matchAll(/href="([^"]+\.css[^"]*)"/g)].map(([, path]) => path.replaceAll("&amp;", "&"));
  await Promise.all(styles.map((path) => answerFile(new Request(path))));
}

async function leaveOthers() {
  for (const name of await caches.keys()) {
    if (/^(?:pages|files)-/.test(name) && name !== PAGES && name !== FILES) await caches.delete(name);
  }
}
