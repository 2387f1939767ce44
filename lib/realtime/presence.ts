import type { Broker } from "@/lib/broker/broker.ts";
import type { PresenceReader, PresenceState } from "@/lib/chat/ports.ts";
import type { Clock } from "@/lib/clock.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import type { PresenceStore } from "./ports.ts";

export interface PresenceParts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly store: PresenceStore;
}

/** Who is here, over all instances: leases per connection, a grace after the last one, told to those who may see it. */
export class PresenceRegistry implements PresenceReader {
  constructor(_parts: PresenceParts) {}

  /** Only those of whom something is known here; everyone else is offline, last seen as their row says. */
  find(_userIds: readonly string[]): Promise<ReadonlyMap<string, PresenceState>> {
    return Promise.resolve(new Map());
  }

  /** How presence frames reach people; the hub gives it. */
  onTell(_tell: (userIds: readonly string[], frame: StateFrame) => void): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }
}
