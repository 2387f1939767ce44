import { Component } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { rowName } from "@/components/list/ConversationRow.tsx";
import { ConversationBeginning } from "@/components/messenger/ConversationBeginning.tsx";
import { groupMessages, type TimelineRow } from "@/components/timeline/group_messages.ts";
import { groupReceipts } from "@/components/timeline/receipts.ts";
import { Row, type TimelineProps } from "@/components/timeline/Timeline.tsx";
import { isPlainClick } from "@/lib/client/navigation.ts";
import type { Room } from "@/lib/client/room.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Role } from "@/lib/protocol/messages.ts";
import type { MessageActing } from "./message_acting.ts";
import { useModel } from "./model.ts";
import { shownMessages } from "./shown_messages.ts";
import type { Stream } from "./stream.ts";

interface TimelinePartProps {
  readonly room: Room;
  readonly stream: Stream;
  readonly acts: MessageActing;
}

/** The messages of the open conversation, mine that are on their way included. */
export function TimelinePart({ room, stream, acts }: TimelinePartProps) {
  const model = useModel();
  const { chat, viewer } = model;
  const reader = model.reader.value;
  const text = liveText(reader.locale);
  const row = chat.conversations.get(room.id) ?? room.details.peek();
  const kind = row?.kind ?? "group";
  const messages = shownMessages(model, room);
  const unreadAfter = room.unreadAfter.value ?? undefined;
  const rows = groupMessages(messages, { viewerId: viewer.id, reader, unreadAfter }).map((line) =>
    fullCount(line, room)
  );
  const receipts = kind === "group" ? groupReceipts(messages, viewer.id, room.receipts.others) : undefined;
  const lit = room.lit.value;
  const roles = useMemo(() => rolesOf(room), [room.details.value]);
  const shared = {
    kind,
    viewerId: viewer.id,
    reader,
    people: chat.people.faces.value,
    roles,
    receipts,
    editableAgain: acts.editableAgain.value,
    focusId: acts.focusId.value ?? messages.at(-1)?.id ?? null,
    litId: messages.find((message) => message.seq === lit)?.id ?? null,
    ...acts.calls,
  };
  stream.willDraw();
  useLayoutEffect(() => stream.drawn());
  return (
    <ol
      class={`timeline ${kind}`}
      data-kind={kind}
      onClick={(event) => {
        const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.picture") : null;
        if (!link || !isPlainClick(event)) return;
        event.preventDefault();
        model.desk.layer.value = { kind: "picture", href: link.pathname };
      }}
      aria-label={row ? text("chat.timeline", { name: rowName(text, row, viewer.id) }) : undefined}
    >
      <Beginning room={room} />
      {rows.map((line) => <Line key={line.key} row={line} shared={shared} />)}
      {room.timeline.hasNewer && (
        <li class="turn">
          <a href={`/c/${room.id}?after=${room.timeline.highSeq}`} rel="next">{text("timeline.newer")}</a>
        </li>
      )}
    </ol>
  );
}

function Beginning({ room }: { readonly room: Room }) {
  const { chat, reader, viewer } = useModel();
  const row = chat.conversations.get(room.id) ?? room.details.value;
  if (room.timeline.hasOlder) {
    return (
      <li class="turn">
        <a
          href={`/c/${room.id}?before=${room.timeline.lowSeq}`}
          rel="prev"
          onClick={(event) => {
            if (!isPlainClick(event)) return;
            event.preventDefault();
            void room.loadOlder();
          }}
        >
          {liveText(reader.value.locale)(room.loadingOlder.value ? "timeline.loading" : "timeline.older")}
        </a>
      </li>
    );
  }
  return row && <ConversationBeginning conversation={row} viewerId={viewer.id} reader={reader.value} />;
}

/** Where the window ends before the newest message, more are unread than it shows. */
const fullCount = (line: TimelineRow, room: Room): TimelineRow =>
  line.kind === "unread" && room.timeline.hasNewer ? { ...line, count: Math.max(line.count, room.unreadCount) } : line;

/** Owner and admins only: members carry no tag. */
const rolesOf = (room: Room): Record<string, Role> =>
  Object.fromEntries(
    (room.details.value?.kind === "group" ? room.details.value.members : [])
      .flatMap(({ user, role }) => role === "member" ? [] : [[user.id, role]]),
  );

type Shared = Omit<TimelineProps, "rows" | "label">;

interface LineProps {
  readonly row: TimelineRow;
  readonly shared: Shared;
}

/** A row that is drawn again only when something in it has changed: message text is costly to read. */
class Line extends Component<LineProps> {
  override shouldComponentUpdate(next: LineProps): boolean {
    return !isSameRow(this.props.row, next.row) || !isSameFor(next.row, this.props.shared, next.shared);
  }

  override render({ row, shared }: LineProps) {
    return <Row {...shared} row={row} rows={[]} label="" />;
  }
}

function isSameRow(a: TimelineRow, b: TimelineRow): boolean {
  if (a.kind === "message" && b.kind === "message") {
    return a.message === b.message && a.first === b.first && a.last === b.last;
  }
  if (a.kind === "system" && b.kind === "system") {
    return a.messages.length === b.messages.length &&
      a.messages.every((message, index) => message === b.messages[index]);
  }
  if (a.kind === "unread" && b.kind === "unread") return a.count === b.count;
  return a.kind === b.kind && a.key === b.key;
}

function isSameFor(row: TimelineRow, a: Shared, b: Shared): boolean {
  if (a.reader !== b.reader || a.people !== b.people || a.roles !== b.roles) return false;
  if (row.kind !== "message") return true;
  const { id } = row.message;
  const isOne = (picked: string | null | undefined) => picked === id;
  const [before, after] = [a.receipts?.get(id), b.receipts?.get(id)];
  return isOne(a.focusId) === isOne(b.focusId) && isOne(a.litId) === isOne(b.litId) &&
    a.editableAgain?.has(id) === b.editableAgain?.has(id) &&
    before?.state === after?.state && before?.readers === after?.readers && before?.others === after?.others;
}
