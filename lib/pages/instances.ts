import type { InstanceRow } from "@/components/admin/InstanceList.tsx";
import type { SlowRow } from "@/components/admin/SlowList.tsx";
import type { PageText } from "@/lib/i18n/text.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** As the broker's registry knows it. */
interface Instance {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly isSelf: boolean;
  readonly startedAtMs: number;
  readonly connections: number;
  readonly messagesPerMinute: number;
}

export const instanceRow = (text: PageText, instance: Instance, nowMs: number): InstanceRow => ({
  id: instance.id,
  name: instance.name,
  isSelf: instance.isSelf,
  facts: [
    text("admin.build", { build: instance.version }),
    upFor(text, nowMs - instance.startedAtMs),
    text("admin.connections", { count: instance.connections }),
    text("admin.messages", { count: instance.messagesPerMinute }),
  ],
});

function upFor(text: PageText, ms: number): string {
  if (ms >= 2 * DAY_MS) return text("admin.up_days", { count: Math.floor(ms / DAY_MS) });
  if (ms >= 2 * HOUR_MS) return text("admin.up_hours", { count: Math.floor(ms / HOUR_MS) });
  return text("admin.up_minutes", { count: Math.max(0, Math.floor(ms / MINUTE_MS)) });
}

interface Statement {
  readonly text: string;
  readonly calls: number;
  readonly meanMs: number;
  readonly mostMs: number;
}

export const slowRow = (text: PageText, { text: sql, calls, meanMs, mostMs }: Statement): SlowRow => ({
  text: sql,
  facts: [
    text("admin.slow_times", { count: calls }),
    text("admin.slow_mean", { ms: Math.round(meanMs) }),
    text("admin.slow_most", { ms: Math.round(mostMs) }),
  ],
});
