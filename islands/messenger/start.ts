import { effect } from "@preact/signals";
import { asset } from "fresh/runtime";
import { watchPage } from "@/lib/client/attention.ts";
import { isPlainClick, placeOf } from "@/lib/client/navigation.ts";
import { keepPage, keepPages } from "@/lib/client/offline_pages.ts";
import { clearOthers, watchSignOut } from "@/lib/client/person_storage.ts";
import { goTo, showPlace } from "./go.ts";
import type { Model } from "./model.ts";
import { shellKeys } from "./shell_keys.ts";
import { tellOfMessages } from "./telling.ts";
import { keepTitle } from "./title.ts";

const STAYED_MS = 3_000;
const MINUTE_MS = 60_000;
const YEAR_S = 365 * 24 * 60 * 60;

/** The page begins to live. Answers what ends it. */
export function startModel(model: Model): () => void {
  const { chat, desk, first, viewer } = model;
  const stop = new AbortController();
  const { signal } = stop;
  document.documentElement.dataset.live = "";
  void clearOthers(viewer.id);
  watchSignOut(signal);
  knowTheTime(model);
  const clock = setInterval(() => turnTheDay(model), MINUTE_MS);
  globalThis.addEventListener("popstate", () => showPlace(model), { signal });
  document.addEventListener("click", (event) => followLink(model, event), { signal });
  document.addEventListener("keydown", (event) => shellKeys(model, event), { signal });
  keepPages(asset("/sw.js"));
  const stopKeeping = keepOpened(model);
  const stopTitle = keepTitle(model);
  const stopTelling = tellOfMessages(model);
  const stopWatching = watchPage(chat, () => desk.attention.value++);
  if (first?.replyTo) desk.compose(first.details.id, { kind: "reply", message: first.replyTo });
  chat.start();
  return () => {
    stop.abort();
    clearInterval(clock);
    for (const end of [stopKeeping, stopTitle, stopWatching, stopTelling]) end();
    chat.stop();
  };
}

/** Whoever stays somewhere for a moment finds it again without a network. */
function keepOpened({ chat }: Model): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    chat.currentId.value;
    clearTimeout(timer);
    timer = setTimeout(() => void keepPage(location.pathname), STAYED_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** From now on times are those of this browser; the cookie lets the server say the same next time. */
function knowTheTime(model: Model): void {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  document.cookie = `tz=${encodeURIComponent(timeZone)}; path=/; max-age=${YEAR_S}; samesite=lax`;
  if (model.reader.value.timeZone !== timeZone) model.reader.value = { ...model.reader.value, timeZone };
}

/** "Today" is another day after midnight; until then nothing need be drawn again. */
function turnTheDay({ reader }: Model): void {
  const day = (at: number) => new Date(at).toDateString();
  const now = Date.now();
  if (day(now) !== day(reader.value.now)) reader.value = { ...reader.value, now };
}

/** Links between places of the chat need no new page. */
function followLink(model: Model, event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || !isPlainClick(event) || link.target !== "" || link.hasAttribute("download")) return;
  const address = new URL(link.href, location.href);
  const isPlace = address.origin === location.origin && placeOf(address) !== null;
  const isPlain = [...address.searchParams.keys()].every((key) => key === "at");
  if (!isPlace || !isPlain) return;
  event.preventDefault();
  goTo(model, address.pathname + address.search);
}
