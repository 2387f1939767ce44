import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";

export interface NewMessagesPillProps {
  /** New since the reader scrolled away; 0 shows only the arrow. */
  readonly count: number;
  readonly mentioned: boolean;
  readonly reader: Reader;
  /** Where it leads without script: the newest messages. */
  readonly href: string;
  readonly onClick?: (event: MouseEvent) => void;
}

/** The way down, when new messages come while older ones are read. */
export function NewMessagesPill({ count, mentioned, reader, href, onClick }: NewMessagesPillProps) {
  const text = liveText(reader.locale);
  return (
    <a class="pill" href={href} onClick={onClick}>
      <Icon name="arrow-down" size={16} />
      {mentioned && <span class="mention">@</span>}
      {count > 0 ? text("timeline.new", { count }) : text("timeline.newest")}
    </a>
  );
}
