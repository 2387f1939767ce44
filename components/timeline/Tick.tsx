import type { OutboxState } from "../props.ts";

export type TickState = Exclude<OutboxState, "failed"> | "sent" | "delivered" | "read";

export interface TickProps {
  readonly state: TickState;
  /** What it means, for those who do not see it; left out where the words stand beside it. */
  readonly label?: string;
}

/** How far a message of mine has come, told apart by shape, in a box that never changes its size. */
export function Tick({ state, label }: TickProps) {
  return (
    <span class={`tick ${state}`}>
      <svg aria-hidden="true">
        <use href={`#i-tick-${state}`} />
      </svg>
      {label !== undefined && <span class="vh">{label}</span>}
    </span>
  );
}
