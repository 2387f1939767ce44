import type { ControlEvent } from "@/lib/chat/ports.ts";
import { logger } from "@/lib/log.ts";
import { CLOSE, type Close } from "@/lib/protocol/close_codes.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";
import { Bundle } from "./bundle.ts";
import type { PresenceRegistry } from "./presence.ts";
import type { Item } from "./room.ts";
import type { Roster } from "./roster.ts";
import { decodeCarried } from "./wire.ts";

const log = logger("hub");

/** What is announced, here or on another instance, brought to the connections of this one. */
export class Delivery {
  readonly #origin: string;
  readonly #roster: Roster;
  readonly #presence: PresenceRegistry;

  constructor(origin: string, roster: Roster, presence: PresenceRegistry) {
    this.#origin = origin;
    this.#roster = roster;
    this.#presence = presence;
  }

  accept(conversationId: string, kind: ConversationKind, items: readonly Item[]): void {
    const [first] = items;
    if (!first) return;
    const room = this.#roster.rooms.get(conversationId) ??
      this.#roster.openFor(conversationId, kind, first.seq, first.joined);
    if (!room) return;
    room.accept(items);
    this.#roster.closeIfEmpty(room);
  }

  tellRoom(conversationId: string, text: string, lossy: boolean, exceptUserId: string | undefined): void {
    this.#roster.rooms.get(conversationId)?.say(text, lossy, exceptUserId);
  }

  tellPerson(userId: string, bundle: Bundle, lossy: boolean): void {
    for (const connection of this.#roster.people.get(userId)?.ready ?? []) {
      if (!lossy || !connection.isBusy) connection.push(bundle);
    }
  }

  obey(event: ControlEvent): void {
    switch (event.type) {
      case "session_revoked":
        return this.#endThose(event.userId, (sessionId) => sessionId === event.sessionId, CLOSE.signedOut);
      case "sessions_revoked":
        return this.#endThose(event.userId, (sessionId) => sessionId !== event.exceptSessionId, CLOSE.signedOut);
      case "user_deactivated":
        return this.#endThose(event.userId, () => true, CLOSE.deactivated);
      case "user_changed":
        return this.#presence.changed(event.userId);
      case "visibility_changed":
        return this.#presence.visibilityChanged(event.userIds);
    }
  }

  #endThose(userId: string, which: (sessionId: string) => boolean, close: Close): void {
    for (const connection of [...this.#roster.people.get(userId)?.connections ?? []]) {
      if (which(connection.actor.sessionId)) connection.close(close);
    }
  }

  /** What another instance says. Whatever it is, it never throws: the broker calls this. */
  hear(payload: string, where: { readonly conversationId?: string; readonly userId?: string }): void {
    try {
      const carried = decodeCarried(this.#origin, payload);
      if (carried?.type === "facts") this.accept(carried.conversationId, carried.kind, carried.items);
      else if (carried?.type === "control") this.obey(carried.event);
      else if (carried?.type === "state" && where.userId) {
        this.tellPerson(where.userId, new Bundle([carried.text]), carried.lossy);
      } else if (carried?.type === "state" && where.conversationId) {
        this.tellRoom(where.conversationId, carried.text, carried.lossy, carried.exceptUserId);
      }
    } catch (error) {
      log.warn("Cannot read what another instance says", { error });
    }
  }
}
