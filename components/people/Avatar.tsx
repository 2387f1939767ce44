import type { Presence } from "@/lib/protocol/messages.ts";
import { hueClass } from "./hue.ts";
import { initials } from "./initials.ts";
import { PresenceDot } from "./PresenceDot.tsx";

export interface AvatarProps {
  readonly id: string;
  readonly name: string;
  /** Address of a picture, or "". */
  readonly picture?: string;
  /** People are circles, groups are rounded squares. */
  readonly kind?: "person" | "group";
  /** 44 unless said; the place may set another with `--size`. */
  readonly size?: 28 | 32 | 36 | 40 | 48 | 64 | 72;
  /** Offline shows nothing, unless `ring`. */
  readonly presence?: Presence | null;
  readonly ring?: boolean;
}

/** A face for the eye only: the name stands beside it. */
export function Avatar({ id, name, picture = "", kind = "person", size, presence, ring = false }: AvatarProps) {
  const classes = ["avatar", hueClass(id), kind === "group" ? "square" : "", size ? `s${size}` : ""];
  const shown = presence && (presence !== "offline" || ring) ? presence : null;
  return (
    <span class={classes.filter((part) => part !== "").join(" ")} aria-hidden="true">
      {picture === ""
        ? initials(name, size !== undefined && size < 32)
        : <img src={sized(picture, size)} alt="" loading="lazy" />}
      {shown && <PresenceDot presence={shown} />}
    </span>
  );
}

/** As many pixels as a dense screen shows, and no more. */
const sized = (picture: string, size = 44): string =>
  picture.includes("?") ? picture : `${picture}?size=${size > 48 ? "small" : "thumb"}`;
