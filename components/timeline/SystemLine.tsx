import { liveText } from "@/lib/i18n/live_text.ts";
import { fillTemplate } from "../rich.tsx";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { People, TimelineMessage } from "../props.ts";
import { noticeOf } from "./notice_text.ts";

export interface SystemLineProps {
  /** Neighbouring notices; three or more are folded under the first. */
  readonly messages: readonly TimelineMessage[];
  readonly viewerId: string;
  readonly reader: Reader;
  readonly people: People;
}

const FOLD_FROM = 3;

/** What happened to the group, between the messages. */
export function SystemLine({ messages, viewerId, reader, people }: SystemLineProps) {
  const text = liveText(reader.locale);
  const sentence = (message: TimelineMessage) => {
    const { template, names } = noticeOf(text, message, viewerId, people);
    return fillTemplate(template, names, (name) => <b>{name}</b>);
  };
  const [first] = messages;
  if (!first) return null;
  const lines = messages.map((message) => <p key={message.id} id={`m${message.seq}`}>{sentence(message)}</p>);
  return (
    <li class="notice">
      {messages.length < FOLD_FROM ? lines : (
        <details>
          <summary>
            {sentence(first)}
            {text("notice.and_more", { count: messages.length - 1 })}
          </summary>
          {lines.slice(1)}
        </details>
      )}
    </li>
  );
}
