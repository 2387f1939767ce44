import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";
import { oneLine } from "../list/preview.ts";

export interface AnnouncementBannerProps {
  readonly conversationId: string;
  readonly announcement: string;
  readonly reader: Reader;
  readonly onView?: (event: MouseEvent) => void;
  /** Puts it away until it changes; without it there is no such button. */
  readonly onDismiss?: () => void;
}

/** What the group's people are to know, pinned under the header. */
export function AnnouncementBanner(props: AnnouncementBannerProps) {
  const { conversationId, announcement, reader, onView, onDismiss } = props;
  const text = liveText(reader.locale);
  if (announcement === "") return null;
  const { title, rest } = splitTitle(announcement);
  return (
    <section class="banner" aria-label={text("announcement.title")}>
      <Icon name="megaphone" />
      <p class="cut">{title !== "" && <b>{oneLine(title)}</b>} {oneLine(rest)}</p>
      <a href={`/c/${conversationId}/details#announcement`} onClick={onView}>{text("announcement.view")}</a>
      {onDismiss && (
        <button type="button" class="tool" aria-label={text("announcement.dismiss")} onClick={onDismiss}>
          <Icon name="x" size={16} />
        </button>
      )}
    </section>
  );
}

/** What begins in bold is the headline. */
function splitTitle(announcement: string): { readonly title: string; readonly rest: string } {
  const title = /^\*\*([^*\n]+)\*\*/.exec(announcement);
  return title
    ? { title: title[1] ?? "", rest: announcement.slice(title[0].length) }
    : { title: "", rest: announcement };
}
