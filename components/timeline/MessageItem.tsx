import { formatMoment, formatTime, toMinute } from "@/lib/i18n/format.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationKind, Role } from "@/lib/protocol/messages.ts";
import { Avatar } from "../people/Avatar.tsx";
import { hueClass } from "../people/hue.ts";
import type { GroupReceipt, People, TimelineMessage } from "../props.ts";
import { FailedLine } from "./FailedLine.tsx";
import { MessageBody } from "./MessageBody.tsx";
import { Reactions } from "./Reactions.tsx";
import { ReceiptLine } from "./ReceiptLine.tsx";
import { ReplyQuote } from "./ReplyQuote.tsx";
import { Tick } from "./Tick.tsx";

/** What can be done with a message; the island gives these, the plain page has the ⋯ link. */
export interface MessageActs {
  readonly onReact?: (message: TimelineMessage, emoji: string, on: boolean) => void;
  readonly onPickReaction?: (message: TimelineMessage, event: MouseEvent) => void;
  readonly onMenu?: (message: TimelineMessage, event: MouseEvent) => void;
  readonly onRetry?: (message: TimelineMessage) => void;
  readonly onDrop?: (message: TimelineMessage) => void;
  readonly onEditAgain?: (message: TimelineMessage) => void;
  readonly onShowReaders?: (message: TimelineMessage) => void;
  readonly onJump?: (seq: number, event: MouseEvent) => void;
  /** Pointer and keyboard on one message: hover toolbar, long press, single-letter keys. */
  readonly onPointerEnter?: (message: TimelineMessage, event: PointerEvent) => void;
  readonly onPointerDown?: (message: TimelineMessage, event: PointerEvent) => void;
  readonly onContextMenu?: (message: TimelineMessage, event: MouseEvent) => void;
  readonly onKeyDown?: (message: TimelineMessage, event: KeyboardEvent) => void;
}

export interface MessageItemProps extends MessageActs {
  readonly message: TimelineMessage;
  readonly kind: ConversationKind;
  readonly own: boolean;
  readonly first: boolean;
  readonly last: boolean;
  readonly viewerId: string;
  readonly reader: Reader;
  readonly people: People;
  /** Owner and admins have a tag behind their name. */
  readonly role?: Role;
  /** Under my newest message of a group. */
  readonly receipt?: GroupReceipt;
  /** Roving focus: one message of a timeline can be reached with Tab. */
  readonly focusable?: boolean;
  /** Came by a link: shown lit for a moment. */
  readonly lit?: boolean;
  /** My own message that I may still put back into the composer after recalling it. */
  readonly editableAgain?: boolean;
}

/** One message: a bubble in a direct chat, a flat entry in a group. */
export function MessageItem(props: MessageItemProps) {
  const { message, kind, own, first, last, lit = false, focusable = false } = props;
  const classes = ["msg", kind === "direct" ? "bubbled" : "flat"];
  if (own) classes.push("own");
  if (first) classes.push("first");
  // Only bubbles are shaped by it.
  if (last && kind === "direct") classes.push("last");
  if (lit) classes.push("lit");
  const act = <E,>(call: ((message: TimelineMessage, event: E) => void) | undefined) =>
    call && ((event: E) => call(message, event));
  return (
    <li class={classes.join(" ")} id={message.seq > 0 ? `m${message.seq}` : undefined}>
      <article
        tabIndex={focusable ? 0 : -1}
        onPointerEnter={act(props.onPointerEnter)}
        onPointerDown={act(props.onPointerDown)}
        onContextMenu={act(props.onContextMenu)}
        onKeyDown={act(props.onKeyDown)}
      >
        {kind === "direct" ? <Bubble {...props} /> : <FlatEntry {...props} />}
      </article>
    </li>
  );
}

function Bubble(props: MessageItemProps) {
  const { message, own, reader } = props;
  const text = liveText(reader.locale);
  const author = authorOf(props);
  return (
    <>
      <div class="bubble">
        <span class="vh">{author.name}:</span>
        {message.reply_to && !message.is_deleted && <ReplyQuote {...props} quote={message.reply_to} />}
        <MessageBody
          {...props}
          tail={
            <span class="meta">
              <Edited message={message} reader={reader} />
              <time dateTime={toMinute(message.created_at)}>{formatTime(reader, message.created_at)}</time>
              {own && message.state !== "failed" && !message.is_deleted && (
                <Tick state={message.state ?? message.status} label={text(`tick.${message.state ?? message.status}`)} />
              )}
            </span>
          }
        />
      </div>
      <Below {...props} />
    </>
  );
}

function FlatEntry(props: MessageItemProps) {
  const { message, first, reader, role, receipt } = props;
  const text = liveText(reader.locale);
  const author = authorOf(props);
  const time = <time dateTime={toMinute(message.created_at)}>{formatTime(reader, message.created_at)}</time>;
  return (
    <>
      {first && <Avatar id={message.sender_id} name={author.name} picture={author.picture} size={36} />}
      {first
        ? (
          <header>
            <b class={`who ${hueClass(message.sender_id)}`}>{author.name}</b>
            {(role === "owner" || role === "admin") && <span class="tag">{text(`role.${role}`)}</span>}
            {time}
          </header>
        )
        : <span class="aside">{time}</span>}
      {message.reply_to && !message.is_deleted && <ReplyQuote {...props} quote={message.reply_to} />}
      <MessageBody {...props} tail={<Edited message={message} reader={reader} />} />
      <Below {...props} />
      {message.state && message.state !== "failed" && (
        <p class="receipt">
          <Tick state={message.state} /> {text(`tick.${message.state}`)}
        </p>
      )}
      {receipt && (
        <ReceiptLine message={message} receipt={receipt} reader={reader} onShowReaders={props.onShowReaders} />
      )}
    </>
  );
}

/** What stands under a message of either kind. */
function Below(props: MessageItemProps) {
  const { message, reader } = props;
  const label = liveText(reader.locale)("message.acts");
  return (
    <>
      {message.reactions.length > 0 && !message.is_deleted && <Reactions {...props} />}
      {message.state === "failed" && <FailedLine {...props} />}
      {message.seq > 0 && !message.is_deleted && (
        <a
          class="acts"
          href={`/m/${message.id}`}
          aria-label={label}
          onClick={props.onMenu && ((event) => props.onMenu?.(message, event))}
        />
      )}
    </>
  );
}

function Edited({ message, reader }: { readonly message: TimelineMessage; readonly reader: Reader }) {
  if (message.edited_at === null || message.is_deleted) return null;
  return (
    <span class="edited" title={formatMoment(reader, message.edited_at)}>
      {liveText(reader.locale)("message.edited")}
    </span>
  );
}

function authorOf({ message, people }: Pick<MessageItemProps, "message" | "people">) {
  const person = people[message.sender_id];
  return { name: person?.display_name ?? message.sender_name ?? "?", picture: person?.avatar ?? "" };
}
