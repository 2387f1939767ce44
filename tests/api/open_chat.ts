import { migrateUrl } from "@/db/migrate.ts";
import { openDatabase } from "@/db/open.ts";
import { GroupWriter } from "@/db/group_writer.ts";
import type { Database } from "@/db/database.ts";
import { announceCommitted } from "@/lib/chat/announce.ts";
import type { Actor, ChatDeps } from "@/lib/chat/deps.ts";
import type { CommittedFacts, ControlEvent } from "@/lib/chat/ports.ts";
import { readConfig } from "@/lib/config.ts";
import { newId } from "@/lib/ids.ts";
import { newDraft } from "@/lib/chat/check_draft.ts";
import { type Ack, sendMessage, type SendTarget } from "@/lib/chat/send_message.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import { LIMITS, type Limits } from "@/lib/protocol/limits.ts";
import { postgresDatabase } from "../support/postgres.ts";
import { tempFolder } from "../support/temp.ts";

/** What the rules told the live side. */
export interface Heard {
  readonly facts: CommittedFacts[];
  readonly conversationStates: {
    readonly conversationId: string;
    readonly frame: StateFrame;
    readonly except?: string;
  }[];
  readonly userStates: { readonly userId: string; readonly frame: StateFrame }[];
  readonly controls: ControlEvent[];
}

/** The rules on a real store, with no server around them. */
export interface OpenChat extends AsyncDisposable {
  readonly deps: ChatDeps;
  readonly db: Database;
  readonly heard: Heard;
  /** Moves the clock that the rules see. */
  advance(ms: number): void;
  /** Registers people without hashing a password. */
  people<const N extends readonly string[]>(...names: N): Promise<{ [K in keyof N]: Actor }>;
  say(actor: Actor, target: SendTarget, content: string, more?: { clientId?: string; replyTo?: string }): Promise<Ack>;
}

export type Store = "embedded" | "postgres";

/** Rules that races or plans could break are shown on both. */
export const STORES: readonly Store[] = ["embedded", "postgres"];

interface ChatOptions {
  readonly store?: Store;
  readonly limits?: Partial<Limits>;
}

export async function openChat(options: ChatOptions = {}): Promise<OpenChat> {
  const folder = await tempFolder();
  const server = options.store === "postgres" ? await postgresDatabase(migrateUrl) : null;
  const db = await openDatabase({ databaseUrl: server?.url ?? null, dataDir: folder.path });
  const heard: Heard = { facts: [], conversationStates: [], userStates: [], controls: [] };
  let ahead = 0;
  const announcer: ChatDeps["announcer"] = {
    facts: (facts) => void heard.facts.push(facts),
    conversationState: (conversationId, frame, except) =>
      void heard.conversationStates.push({ conversationId, frame, ...(except ? { except } : {}) }),
    userState: (userId, frame) => void heard.userStates.push({ userId, frame }),
    control: (event) => void heard.controls.push(event),
  };
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const deps: ChatDeps = {
    config: readConfig({}),
    clock: {
      now: () => Date.now() + ahead,
      after(ms, call) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          call();
        }, ms);
        timers.add(timer);
        return () => {
          timers.delete(timer);
          clearTimeout(timer);
        };
      },
      every: () => () => {},
    },
    limits: { ...LIMITS, receiptGatherMs: 20, ...options.limits },
    db,
    writer: new GroupWriter(db, { onCommitted: (batch) => announceCommitted({ db, announcer }, batch) }),
    announcer,
    presence: { find: () => Promise.resolve(new Map()) },
    rates: { take: () => Promise.resolve(), reset: () => Promise.resolve() },
  };
  return {
    deps,
    db,
    heard,
    advance: (ms) => void (ahead += ms),
    people: async (...names) => {
      const actors = names.map((name) => actorOf(name));
      for (const actor of actors) {
        await db.sql`
          insert into users (id, username, username_key, email, email_key, password_hash)
          values (${actor.id}, ${actor.username}, ${actor.username.toLowerCase()}, ${actor.username + "@example.org"},
            ${actor.username.toLowerCase() + "@example.org"}, '')`;
      }
      // deno-lint-ignore no-explicit-any -- a tuple made by map
      return actors as any;
    },
    say: (actor, target, content, more = {}) => sendMessage(deps, actor, target, newDraft({ content, ...more })),
    async [Symbol.asyncDispose]() {
      await deps.writer.close();
      for (const timer of timers) clearTimeout(timer);
      await db.close();
      await server?.[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const actorOf = (username: string): Actor => ({
  id: newId(),
  username,
  displayName: username,
  isAdmin: false,
  sessionId: newId(),
});
