import type { ComponentChildren, Ref } from "preact";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";

export interface ComposerProps {
  readonly conversationId: string;
  /** Name of the conversation, for the placeholder. */
  readonly name: string;
  readonly reader: Reader;
  /** Makes a double submit without script one message. */
  readonly clientId: string;
  /** Id of the message answered, for forms without script. */
  readonly replyTo?: string;
  /** What the field holds; give it with `onInput`. */
  readonly value?: string;
  readonly offline?: boolean;
  readonly canSend?: boolean;
  /** Whether files can go with it: an edit takes none. */
  readonly mayAttach?: boolean;
  /** Reply, edit or upload strip above the field. */
  readonly strip?: ComponentChildren;
  /** Attach button and the like, before the field. */
  readonly start?: ComponentChildren;
  /** Emoji button and the like, behind it. */
  readonly end?: ComponentChildren;
  /** "1,204 left" or "312 too many". */
  readonly count?: { readonly text: string; readonly over: boolean } | null;
  readonly fieldRef?: Ref<HTMLTextAreaElement>;
  readonly onInput?: (event: InputEvent) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onPaste?: (event: ClipboardEvent) => void;
  /** What was chosen; the field is to be emptied by who takes it. */
  readonly onChoose?: (event: Event) => void;
  readonly onSubmit?: (event: SubmitEvent) => void;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
}

/** Where a message is written. Without script it is a form that comes back to the conversation. */
export function Composer(props: ComposerProps) {
  const { conversationId, name, reader, clientId, replyTo, value, offline = false, canSend = true, count } = props;
  const { mayAttach = true } = props;
  const text = liveText(reader.locale);
  const placeholder = offline ? text("composer.offline") : text("composer.to", { name });
  return (
    <form
      class="composer"
      method="post"
      enctype="multipart/form-data"
      noValidate
      action={`/c/${conversationId}`}
      onSubmit={props.onSubmit as ((event: Event) => void) | undefined}
    >
      <input type="hidden" name="client_id" value={clientId} />
      {replyTo !== undefined && <input type="hidden" name="reply_to" value={replyTo} />}
      {props.strip}
      {mayAttach && (
        // Required, so that the style sheet can tell whether something is chosen; the form itself asks for nothing.
        <input
          type="file"
          id="composer-files"
          class="chosen"
          name="file"
          multiple
          required
          aria-required="false"
          aria-label={text("composer.attach")}
          onChange={props.onChoose}
        />
      )}
      <div class="field">
        {props.start}
        {mayAttach && (
          <label class="tool attach" for="composer-files" title={text("composer.attach")}>
            <Icon name="paperclip" />
          </label>
        )}
        <label class="vh" for="composer">{placeholder}</label>
        <textarea
          id="composer"
          name="content"
          rows={1}
          dir="auto"
          placeholder={placeholder}
          autocomplete="off"
          enterkeyhint="send"
          value={value}
          ref={props.fieldRef}
          onInput={props.onInput as ((event: Event) => void) | undefined}
          onKeyDown={props.onKeyDown}
          onPaste={props.onPaste}
          onFocus={props.onFocus}
          onBlur={props.onBlur}
        />
        {count && <span class={count.over ? "count over" : "count"} aria-live="polite">{count.text}</span>}
        {props.end}
        <button
          type="submit"
          class="send"
          disabled={!canSend}
          aria-label={text("composer.send")}
          title={text("composer.send")}
        >
          <Icon name="send-horizontal" />
        </button>
      </div>
    </form>
  );
}

export interface ComposerStripProps {
  readonly reader: Reader;
  readonly kind: "reply" | "edit";
  readonly name: string;
  readonly line: string;
  /** Where ✕ leads without script. */
  readonly closeHref: string;
  readonly onClose?: (event: MouseEvent) => void;
}

/** What the next message answers, or which one is being edited. */
export function ComposerStrip({ reader, kind, name, line, closeHref, onClose }: ComposerStripProps) {
  return (
    <div class="strip">
      <Icon name={kind === "reply" ? "reply" : "pencil"} size={16} />
      <p>
        <b class="cut">{name}</b>
        <span class="cut">{line}</span>
      </p>
      <a class="tool" href={closeHref} aria-label={liveText(reader.locale)("composer.close")} onClick={onClose}>
        <Icon name="x" size={16} />
      </a>
    </div>
  );
}

export interface ReadOnlyLineProps {
  readonly reason: string;
  /** A way on, where there is one. */
  readonly action?: { readonly href: string; readonly label: string };
  /** Below it, such as what had been begun. */
  readonly children?: ComponentChildren;
}

/** Stands where the composer would, when nothing can be written. */
export function ReadOnlyLine({ reason, action, children }: ReadOnlyLineProps) {
  return (
    <div class="composer readonly">
      <Icon name="lock" size={16} />
      <p id="unwritable">{reason}</p>
      {action && <a href={action.href}>{action.label}</a>}
      {children}
    </div>
  );
}
