import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationDetailsJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";
import { oneLine } from "../list/preview.ts";
import { closedBanner } from "./closed_banner.ts";

export interface AnnouncementBannerProps {
  readonly conversation: Pick<ConversationDetailsJson, "id" | "announcement" | "announcement_at">;
  /** Announcements put away, as `closedBanner` names them. */
  readonly closed: readonly string[];
  readonly reader: Reader;
  readonly onClose?: (event: Event, closed: string) => void;
}

/** What the group's people are to know, pinned under the header until it is put away or changes. */
export function AnnouncementBanner({ conversation, closed, reader, onClose }: AnnouncementBannerProps) {
  const { id, announcement, announcement_at } = conversation;
  const text = liveText(reader.locale);
  const mark = closedBanner(id, announcement_at);
  if (announcement === "" || closed.includes(mark)) return null;
  const { title, rest } = splitTitle(announcement);
  return (
    <section class="banner" aria-label={text("announcement.title")}>
      <Icon name="megaphone" />
      <p class="cut">{title !== "" && <b>{oneLine(title)}</b>} {oneLine(rest)}</p>
      <a href={`/c/${id}/details#announcement`}>{text("announcement.view")}</a>
      <form method="post" action={`/c/${id}/announcement`} onSubmit={onClose && ((event) => onClose(event, mark))}>
        <input type="hidden" name="closed" value={mark} />
        <button
          type="submit"
          class="tool"
          aria-label={text("announcement.dismiss")}
          title={text("announcement.dismiss")}
        >
          <Icon name="x" size={16} />
        </button>
      </form>
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
