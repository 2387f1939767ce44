import type { StateFrame } from "@/lib/protocol/frames.ts";
import type { Presence } from "@/lib/protocol/messages.ts";
import type { PresenceEntry } from "./presence_entry.ts";

/** What viewers are told of one person. */
export function statusFrame(userId: string, entry: PresenceEntry, status: Presence, nowMs: number): StateFrame {
  const seenAtMs = status === "offline" ? entry.seenAtMs(nowMs) : nowMs;
  return {
    type: "user_status",
    from: "system",
    content: {
      user_id: userId,
      status,
      status_text: entry.chosen?.statusText ?? "",
      last_seen: new Date(seenAtMs).toISOString(),
    },
  };
}

/** What viewers were last told, again: a change that is still being gathered reaches everyone alike, or nobody. */
export const toldFrame = (userId: string, entry: PresenceEntry | undefined, nowMs: number): StateFrame =>
  entry ? statusFrame(userId, entry, entry.told, nowMs) : hiddenFrame(userId);

/** What someone sees who may not see more. */
export const hiddenFrame = (userId: string): StateFrame => ({
  type: "user_status",
  from: "system",
  content: { user_id: userId, status: "offline", status_text: "", last_seen: null },
});
