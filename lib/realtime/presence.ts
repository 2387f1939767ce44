import type { Broker } from "@/lib/broker/broker.ts";
import type { PresenceReader, PresenceState } from "@/lib/chat/ports.ts";
import type { Clock } from "@/lib/clock.ts";
import { logger } from "@/lib/log.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import type { PresenceStore } from "./ports.ts";
import { PresenceEntry } from "./presence_entry.ts";
import { hiddenFrame, toldFrame } from "./presence_frames.ts";
import { PresenceGreeter } from "./presence_greeter.ts";
import { PresenceTeller, type Tell } from "./presence_teller.ts";
import { type ClaimChange, PresenceLink } from "./presence_link.ts";

export interface PresenceParts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly store: PresenceStore;
}

/** People whose viewers are read in one statement. */
const TOLD_AT_ONCE = 100;

const log = logger("presence");

/**
 * Who is here, over all instances: leases per connection, a grace after the last one, changes gathered and told only to
 * those who may see them. The instance where a change began tells it.
 */
export class PresenceRegistry implements PresenceReader {
  readonly #parts: PresenceParts;
  readonly #entries = new Map<string, PresenceEntry>();
  readonly #link: PresenceLink;
  #tell: Tell = () => {};
  #dirty = new Set<string>();
  #cancelGather: (() => void) | null = null;
  readonly #greeter: PresenceGreeter;
  readonly #teller: PresenceTeller;
  readonly #greetings = new Set<() => void>();
  #isGathering = false;
  #isClosed = false;

  constructor(parts: PresenceParts) {
    this.#parts = parts;
    this.#greeter = new PresenceGreeter(parts, this.#entries);
    this.#teller = new PresenceTeller(parts, this.#entries, (userIds, frame) => this.#tell(userIds, frame));
    this.#link = new PresenceLink({
      ...parts,
      claims: () => [...this.#entries].flatMap(([id, { claimed }]) => claimed ? [[id, claimed] as const] : []),
      onChanges: (instance, changes) => changes.forEach((change) => this.#learn(instance, change)),
      onSnapshot: (instance, claims) => this.#learnAll(instance, claims),
      onGone: (instance, isOurs) => this.#forgetInstance(instance, isOurs),
    });
  }

  /** How presence frames reach people; the hub gives it. */
  onTell(tell: Tell): void {
    this.#tell = tell;
  }

  /** Only those of whom something is known here; everyone else is offline, last seen as their row says. */
  find(userIds: readonly string[]): Promise<ReadonlyMap<string, PresenceState>> {
    const now = this.#parts.clock.now();
    const found = new Map<string, PresenceState>();
    for (const id of userIds) {
      const status = this.#entries.get(id)?.effective() ?? "offline";
      if (status !== "offline") found.set(id, { status, lastSeenMs: now });
    }
    return Promise.resolve(found);
  }

  /** Everyone who is not offline, invisible people left out. The caller decides who may see it. */
  listOnline(): string[] {
    return [...this.#entries].filter(([, entry]) => entry.effective() !== "offline").map(([id]) => id);
  }

  connectionsElsewhere(userId: string): number {
    return this.#entries.get(userId)?.connectionsElsewhere ?? 0;
  }

  connected(userId: string, lease: string): void {
    const entry = this.#entry(userId);
    entry.leases.set(lease, false);
    entry.cancelGrace?.();
    entry.cancelGrace = null;
    this.#touch(userId, entry);
  }

  /** May be called more than once for a lease. */
  disconnected(userId: string, lease: string): void {
    const entry = this.#entries.get(userId);
    if (!entry?.leases.delete(lease)) return;
    if (entry.leases.size === 0 && !this.#isClosed) {
      const { clock, limits } = this.#parts;
      entry.leftAtMs = clock.now();
      entry.cancelGrace = clock.after(limits.presenceGraceMs, () => {
        entry.cancelGrace = null;
        this.#touch(userId, entry);
      });
    }
    this.#touch(userId, entry);
  }

  /** Whether the page behind one connection is being used. */
  setIdle(userId: string, lease: string, isIdle: boolean): void {
    const entry = this.#entries.get(userId);
    if (!entry?.leases.has(lease)) return;
    entry.leases.set(lease, isIdle);
    this.#touch(userId, entry);
  }

  /** What the person chose, or the status text, may have changed. */
  changed(userId: string): void {
    const entry = this.#entries.get(userId);
    if (!entry || entry.leases.size === 0) return;
    entry.isChosenStale = true;
    this.#touch(userId, entry);
  }

  /** Who may see whom among these people changed: each is told what they may see now. */
  visibilityChanged(userIds: readonly string[]): void {
    void this.#attempt(async () => {
      for (const viewerId of userIds) {
        const others = userIds.filter((id) => id !== viewerId && (this.#entries.get(id)?.leases.size ?? 0) > 0);
        if (others.length === 0 || !this.#entries.get(viewerId)?.isConnected) continue;
        const visible = await this.#parts.store.visibleTo(viewerId, others);
        for (const id of others) {
          this.#tell(
            [viewerId],
            visible.has(id) ? toldFrame(id, this.#entries.get(id), this.#parts.clock.now()) : hiddenFrame(id),
          );
        }
      }
    });
  }

  /** The presence of those who are here and whom this person may see, for a new connection. */
  greet(userId: string): Promise<StateFrame[]> {
    return this.#greeter.greet(userId);
  }

  /** Says good-bye to other instances and leaves times behind. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelGather?.();
    for (const cancel of this.#greetings) cancel();
    const here: string[] = [];
    for (const [id, entry] of this.#entries) {
      entry.cancelGrace?.();
      if (entry.claimed && entry.claimed.status !== "offline" && entry.elsewhere.size === 0) here.push(id);
    }
    if (here.length > 0) {
      await this.#attempt(() => this.#parts.store.saveLastSeen(here, this.#parts.clock.now()));
    }
    await this.#link.close();
  }

  #entry(userId: string): PresenceEntry {
    let entry = this.#entries.get(userId);
    if (!entry) this.#entries.set(userId, entry = new PresenceEntry());
    return entry;
  }

  #touch(userId: string, entry: PresenceEntry): void {
    entry.isOurs = true;
    this.#dirty.add(userId);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isClosed || this.#isGathering) return;
    this.#cancelGather ??= this.#parts.clock.after(this.#parts.limits.presenceGatherMs, () => {
      this.#cancelGather = null;
      void this.#gather();
    });
  }

  async #gather(): Promise<void> {
    const ids = [...this.#dirty];
    this.#dirty = new Set();
    this.#isGathering = true;
    await this.#attempt(async () => {
      await this.#readChosen(ids);
      this.#publish(ids);
      const gone: string[] = [];
      for (let at = 0; at < ids.length; at += TOLD_AT_ONCE) {
        const some = ids.slice(at, at + TOLD_AT_ONCE);
        const told = await this.#teller.tell(some);
        gone.push(...told.gone);
        for (const id of told.tooSoon) this.#dirty.add(id);
        for (const id of some) this.#settle(id);
      }
      if (gone.length > 0) await this.#parts.store.saveLastSeen(gone, this.#parts.clock.now());
    }, () => ids.forEach((id) => this.#dirty.add(id)));
    this.#isGathering = false;
    if (this.#dirty.size > 0) this.#schedule();
  }

  async #readChosen(ids: Iterable<string>): Promise<void> {
    const unread = new Map([...ids].flatMap((id) => {
      const entry = this.#entries.get(id);
      return entry?.isUnread ? [[id, entry] as const] : [];
    }));
    if (unread.size === 0) return;
    for (const entry of unread.values()) entry.isChosenStale = false;
    try {
      const chosen = await this.#parts.store.chosen([...unread.keys()]);
      for (const [id, entry] of unread) entry.chosen = chosen.get(id) ?? { status: "online", statusText: "" };
    } catch (error) {
      for (const entry of unread.values()) entry.isChosenStale = true;
      throw error;
    }
  }

  #publish(ids: Iterable<string>): void {
    const changes: ClaimChange[] = [];
    const arrived: string[] = [];
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (!entry) continue;
      const claim = entry.claim();
      if (claim?.status === entry.claimed?.status && claim?.connections === entry.claimed?.connections) continue;
      if (!entry.claimed) arrived.push(id);
      entry.claimed = claim;
      changes.push([id, claim]);
    }
    this.#link.publish(changes);
    if (this.#link.hasOthers) this.#greetLater(arrived);
  }

  /**
   * Two who arrive at the same moment on two instances: neither instance knew the other's person when it told. By the
   * time of this second greeting each has heard the other.
   */
  #greetLater(userIds: readonly string[]): void {
    if (userIds.length === 0) return;
    const cancel = this.#parts.clock.after(this.#parts.limits.presenceGatherMs, () => {
      this.#greetings.delete(cancel);
      void this.#attempt(async () => {
        await Promise.all(userIds.map(async (id) => {
          for (const frame of await this.greet(id)) this.#tell([id], frame);
        }));
      });
    });
    this.#greetings.add(cancel);
  }

  #settle(id: string): void {
    const entry = this.#entries.get(id);
    // What changed while this was read and told is for the next gathering.
    if (!entry || this.#dirty.has(id)) return;
    entry.isOurs = false;
    entry.settledAtMs = this.#parts.clock.now();
    if (entry.isOver) this.#entries.delete(id);
  }

  #learn(instance: string, [userId, claim]: ClaimChange): void {
    const entry = this.#entry(userId);
    if (claim) entry.elsewhere.set(instance, claim);
    else entry.elsewhere.delete(instance);
    // The instance where it began tells viewers. Two that end at once each still saw the other, so then both tell.
    const { clock, limits } = this.#parts;
    const isRecent = clock.now() - entry.settledAtMs < limits.presenceEveryMs;
    if (entry.isOurs || isRecent) this.#touch(userId, entry);
    else entry.told = entry.effective();
    if (entry.isOver) this.#entries.delete(userId);
  }

  #learnAll(instance: string, claims: readonly ClaimChange[]): void {
    const named = new Set(claims.map(([userId]) => userId));
    for (const [userId, entry] of this.#entries) {
      if (entry.elsewhere.has(instance) && !named.has(userId)) this.#learn(instance, [userId, null]);
    }
    for (const claim of claims) this.#learn(instance, claim);
  }

  #forgetInstance(instance: string, isOurs: boolean): void {
    for (const [userId, entry] of this.#entries) {
      if (!entry.elsewhere.delete(instance)) continue;
      if (isOurs) this.#touch(userId, entry);
      else if (!entry.isOurs) entry.told = entry.effective();
    }
  }

  async #attempt(work: () => Promise<void>, onFailure?: () => void): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn("Cannot read or write presence", { error });
      onFailure?.();
    }
  }
}
