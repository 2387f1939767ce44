import { type LiveText, liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationKind, QuoteJson } from "@/lib/protocol/messages.ts";
import { oneLine } from "../list/preview.ts";
import { hueClass } from "../people/hue.ts";
import type { People, TimelineMessage } from "../props.ts";

export interface ReplyQuoteProps {
  readonly quote: QuoteJson;
  readonly message: TimelineMessage;
  readonly kind: ConversationKind;
  readonly reader: Reader;
  readonly people: People;
  readonly onJump?: (seq: number, event: MouseEvent) => void;
}

/** The message that this one answers, as a link to it. */
export function ReplyQuote({ quote, message, kind, reader, people, onJump }: ReplyQuoteProps) {
  const text = liveText(reader.locale);
  const hue = kind === "group" ? ` ${hueClass(quote.sender_id)}` : "";
  return (
    <a
      class={`quote${hue}`}
      href={`/c/${message.conversation_id}?at=${quote.seq}#m${quote.seq}`}
      onClick={onJump && ((event) => onJump(quote.seq, event))}
    >
      <b>{people[quote.sender_id]?.display_name ?? text("name.someone")}</b> <span>{wordsOf(text, quote)}</span>
    </a>
  );
}

function wordsOf(text: LiveText, quote: QuoteJson): string {
  if (quote.is_hidden) return text("message.hidden");
  return quote.is_deleted ? text("message.recalled") : oneLine(quote.content) || (quote.attachment_name ?? "");
}
