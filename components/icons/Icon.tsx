import { asset } from "fresh/runtime";
import { type IconName, INLINE_ICONS } from "./names.ts";

export interface IconProps {
  readonly name: IconName;
  /** 20 unless said: strokes thicken as icons shrink. */
  readonly size?: 14 | 16 | 20;
  readonly class?: string;
}

const inline = new Set<string>(INLINE_ICONS);

/** An icon for the eye only: what it means stands beside it as text or as the control's name. */
export function Icon({ name, size = 20, class: extra }: IconProps) {
  const classes = ["i", size === 20 ? "" : `i${size}`, extra ?? ""].filter((part) => part !== "").join(" ");
  const href = inline.has(name) ? `#i-${name}` : `${asset("/icons.svg")}#${name}`;
  return (
    <svg class={classes} aria-hidden="true">
      <use href={href} />
    </svg>
  );
}
