import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";
import type { IconName } from "../icons/names.ts";
import { Avatar } from "../people/Avatar.tsx";
import type { Viewer } from "../props.ts";
import { Mark } from "./Mark.tsx";

export type Place = "chats" | "people" | "discover" | "settings" | "you";

export interface RailProps {
  readonly viewer: Viewer;
  readonly reader: Reader;
  readonly place: Place;
  /** Conversations with an unread mention or direct message. */
  readonly attention: number;
}

/** The way between the parts of the product: a strip at the side, a tab bar at the bottom of a phone. */
export function Rail({ viewer, reader, place, attention }: RailProps) {
  const text = liveText(reader.locale);
  const item = (to: Place, href: string, icon: IconName, extra = "") => (
    <a
      class={`${to}${extra}`}
      href={href}
      aria-current={place === to ? "page" : "false"}
      title={text(`nav.${to}`)}
    >
      <Icon name={icon} />
      <span class="word">{text(`nav.${to}`)}</span>
      {to === "chats" && attention > 0 && (
        <span class="pip">
          <span class="num">{attention > 99 ? "99+" : attention}</span>
          <span class="vh">{text("nav.attention")}</span>
        </span>
      )}
    </a>
  );
  return (
    <nav class="rail" aria-label={text("nav.label")}>
      <a class="home" href="/" aria-current="false" aria-label="Freshet">
        <Mark />
      </a>
      {item("chats", "/", "message-square")}
      {item("people", "/people", "users")}
      {item("discover", "/groups", "compass")}
      {item("settings", "/settings/appearance", "settings")}
      <a
        class="me"
        href="/settings"
        aria-current={place === "you" || place === "settings" ? "page" : "false"}
        title={viewer.displayName}
      >
        <Avatar id={viewer.id} name={viewer.displayName} picture={viewer.avatar} size={36} presence="online" />
        <Icon name="circle-user-round" />
        <span class="word">{text("nav.you")}</span>
      </a>
    </nav>
  );
}
