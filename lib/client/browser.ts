import { systemClock } from "@/lib/clock.ts";
import { newId } from "@/lib/ids.ts";
import { Api, ApiError } from "./api.ts";
import { Chat, type ChatBoot, type ChatPorts } from "./chat.ts";
import type { Probe } from "./connection.ts";
import { IndexedOutbox, type PageLocks } from "./outbox_storage.ts";
import { openRequestsLink } from "./requests_link.ts";
import { openSocketLink } from "./socket_link.ts";

let shared: Chat | null = null;

/** The one chat of this page, whoever asks first. */
export function browserChat(boot: ChatBoot): Chat {
  shared ??= new Chat(boot, browserPorts(boot.me));
  return shared;
}

/** A chat that only shows what it was given: the server's side of the first render. */
export const stillChat = (boot: ChatBoot): Chat =>
  new Chat(boot, {
    clock: { now: () => Date.now(), after: () => () => {}, every: () => () => {} },
    random: Math.random,
    newId,
    api: new Api(() => Promise.reject(new Error("A chat on the server asks nothing"))),
    openSocket: () => ({ kind: "socket", send() {}, close() {} }),
    openFallback: () => () => ({ kind: "requests", send() {}, close() {} }),
    probe: () => Promise.resolve("unreachable"),
    outbox: { adopt: () => Promise.resolve([]), save: () => Promise.resolve(), remove: () => Promise.resolve() },
    drafts: null,
  });

function browserPorts(me: string): ChatPorts {
  const api = new Api((path, init) => fetch(path, init));
  const address = new URL("/ws", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return {
    clock: systemClock,
    random: Math.random,
    newId,
    api,
    openSocket: (events) => openSocketLink(address.href, (url, protocols) => new WebSocket(url, protocols), events),
    openFallback: (cursors) => (events) => openRequestsLink(api, cursors, events),
    probe: () => probe(api),
    outbox: new IndexedOutbox(me, newId(), pageLocks()),
    drafts: browserStorage(),
  };
}

async function probe(api: Api): Promise<Probe> {
  try {
    await api.get("/api/v1/users/profile");
    return "ok";
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return "signed_out";
    return error instanceof ApiError && error.status > 0 && error.status < 500 ? "ok" : "unreachable";
  }
}

/** Null where it is forbidden, as in some private windows. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

function pageLocks(): PageLocks | null {
  if (!("locks" in navigator)) return null;
  return {
    hold(name) {
      // Never settles: the lock is held until the page goes away.
      void navigator.locks.request(name, () => new Promise<never>(() => {})).catch(() => {});
    },
    async held() {
      const { held = [] } = await navigator.locks.query();
      return new Set(held.flatMap((lock) => lock.name ?? []));
    },
  };
}
