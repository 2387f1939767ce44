import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";

export type ConnectionWords = "connecting" | "offline" | "slow" | "back";

export interface ConnectionPillProps {
  /** Null: all is well, nothing is shown. */
  readonly state: ConnectionWords | null;
  readonly reader: Reader;
}

/** Floats over the top of the timeline, so that nothing shifts. */
export function ConnectionPill({ state, reader }: ConnectionPillProps) {
  return (
    <p class="connection" role="status">
      {state !== null && (
        <span class={state}>
          {state === "offline"
            ? <Icon name="cloud-off" size={16} />
            : <i class={state === "back" ? "ring done" : "ring"} />}
          {liveText(reader.locale)(`connection.${state}`)}
        </span>
      )}
    </p>
  );
}
