import type { ComponentChildren } from "preact";
import { formatDay } from "@/lib/i18n/format.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationKind, Role } from "@/lib/protocol/messages.ts";
import type { GroupReceipt, People } from "../props.ts";
import type { TimelineRow } from "./group_messages.ts";
import { type MessageActs, MessageItem } from "./MessageItem.tsx";
import { Ripple } from "./Ripple.tsx";
import { SystemLine } from "./SystemLine.tsx";

export interface TimelineProps extends MessageActs {
  /** From `groupMessages`; a window of them when there are many. */
  readonly rows: readonly TimelineRow[];
  readonly kind: ConversationKind;
  readonly viewerId: string;
  readonly reader: Reader;
  readonly people: People;
  readonly roles?: Readonly<Record<string, Role>>;
  readonly receipts?: ReadonlyMap<string, GroupReceipt>;
  /** Id of the message that Tab reaches. */
  readonly focusId?: string | null;
  /** Id of the message that a link led to. */
  readonly litId?: string | null;
  /** Ids of recalled messages of mine that can go back into the composer. */
  readonly editableAgain?: ReadonlySet<string>;
  readonly label: string;
  /** Above the first row, inside the list: a `<li>`. */
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
}

/** The messages of a conversation, oldest first. Not a live region: history would be read out. */
export function Timeline(props: TimelineProps) {
  const { rows, kind, label, before, after } = props;
  return (
    <ol class={`timeline ${kind}`} data-kind={kind} aria-label={label}>
      {before}
      {rows.map((row) => <Row key={row.key} row={row} {...props} />)}
      {after}
    </ol>
  );
}

/** One row; exported for lists that are windowed. */
export function Row({ row, rows: _rows, label: _label, before: _before, after: _after, ...props }: TimelineProps & {
  readonly row: TimelineRow;
}) {
  const { reader, viewerId, people, roles, receipts, focusId, litId, editableAgain } = props;
  switch (row.kind) {
    case "day":
      return (
        <li class="day">
          <time dateTime={row.at}>{formatDay(reader, row.at)}</time>
        </li>
      );
    case "unread":
      return <UnreadLine count={row.count} reader={reader} />;
    case "system":
      return <SystemLine messages={row.messages} viewerId={viewerId} reader={reader} people={people} />;
    case "message":
      return (
        <MessageItem
          {...props}
          message={row.message}
          own={row.own}
          first={row.first}
          last={row.last}
          role={roles?.[row.message.sender_id]}
          receipt={receipts?.get(row.message.id)}
          focusable={focusId === row.message.id}
          lit={litId === row.message.id}
          editableAgain={editableAgain?.has(row.message.id)}
        />
      );
  }
}

/** Stands before the first message that was new when the conversation was opened. */
export function UnreadLine({ count, reader }: { readonly count: number; readonly reader: Reader }) {
  return (
    <li class="unread" id="unread">
      <span>{liveText(reader.locale)("timeline.unread", { count })}</span>
      <Ripple />
    </li>
  );
}
