import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { IS_BROWSER } from "fresh/runtime";
import { Composer, ComposerStrip } from "@/components/chat/Composer.tsx";
import { rowName } from "@/components/list/ConversationRow.tsx";
import { lineOf } from "@/components/list/preview.ts";
import type { Room } from "@/lib/client/room.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import { byteLength } from "@/lib/protocol/byte_length.ts";
import { composerKeys } from "./composer_keys.ts";
import { EmojiButton } from "./EmojiButton.tsx";
import { hasFinePointer } from "./focus.ts";
import type { MessageActing } from "./message_acting.ts";
import { useModel } from "./model.ts";
import type { Stream } from "./stream.ts";
import { submitMessage } from "./submit.ts";
import { useFiles } from "./use_files.tsx";
import { useCompletion } from "./use_completion.tsx";

export interface ComposerPartProps {
  readonly room: Room;
  readonly stream: Stream;
  readonly acts: MessageActing;
}

/** From this share of the limit on, what is left is shown. */
const NEAR = 0.9;

/** Where a message is written. The field keeps its own text, so that what is typed before the page lives is not lost. */
export function ComposerPart({ room, stream, acts }: ComposerPartProps) {
  const model = useModel();
  const { chat, desk, first, viewer } = model;
  const reader = model.reader.value;
  const text = liveText(reader.locale);
  const field = useRef<HTMLTextAreaElement>(null);
  const [bytes, setBytes] = useState(0);
  const composing = desk.composingIn(room.id);
  chat.conversations.version.value;
  const row = chat.conversations.get(room.id) ?? room.details.value;
  const form = first?.details.id === room.id ? first : null;
  const state = chat.connection.state.value;

  const changed = () => {
    const value = field.current?.value ?? "";
    setBytes(byteLength(value));
    grow(field.current);
    if (desk.composingIn(room.id)?.kind === "edit") desk.rewrite(room.id, value);
    else chat.drafts.set(room.id, value);
  };
  const put = (value: string) => {
    if (!field.current) return;
    field.current.value = value;
    changed();
  };

  const completion = useCompletion(room, field, changed);
  const files = useFiles(room);
  const isEdit = composing?.kind === "edit";

  // Before the next key can come: what is typed then belongs to the text that stands there.
  useLayoutEffect(() => {
    if (!field.current) return;
    if (!isEdit) {
      if (field.current.value === "") put(form?.draft || chat.drafts.get(room.id));
      else changed();
    }
    if (hasFinePointer() && document.activeElement === document.body) field.current.focus({ preventScroll: true });
  }, []);

  useLayoutEffect(() => {
    if (composing?.kind === "edit") put(desk.rewrittenIn(room.id) ?? composing.message.content);
    else if (field.current && field.current.value !== chat.drafts.get(room.id)) put(chat.drafts.get(room.id));
  }, [composing]);

  const submit = () => {
    const value = field.current?.value ?? "";
    if (byteLength(value) > model.maxContentBytes) return;
    if (isEdit ? value.trim() === "" : files.isBusy || (value.trim() === "" && !files.isReady)) return;
    if (submitMessage(model, room, value.trim() === "" ? "" : value, isEdit ? [] : files.takeAll())) put("");
    void stream.toEnd();
  };

  if (!row) return null;
  const left = model.maxContentBytes - bytes;
  const isNear = bytes > model.maxContentBytes * NEAR;
  return (
    <Composer
      conversationId={room.id}
      name={rowName(text, row, viewer.id)}
      reader={reader}
      clientId={form?.clientId ?? ""}
      value={IS_BROWSER ? undefined : form?.draft}
      replyTo={composing?.kind === "reply" ? composing.message.id : form?.replyTo?.id}
      offline={state === "offline"}
      canSend={left >= 0 && (isEdit || !files.isBusy)}
      mayAttach={!isEdit}
      start={completion.list}
      end={<EmojiButton field={field} onInserted={changed} />}
      strip={[
        composing && (
          <ComposerStrip
            reader={reader}
            kind={composing.kind}
            name={composing.kind === "edit" ? text("composer.editing") : text("composer.reply_to", {
              name: chat.people.nameOf(composing.message.sender_id) || (composing.message.sender_name ?? ""),
            })}
            line={lineOf(composing.message)}
            closeHref={`/c/${room.id}`}
            onClose={(event) => {
              event.preventDefault();
              desk.compose(room.id, null);
              field.current?.focus();
            }}
          />
        ),
        !isEdit && files.strip,
      ]}
      count={isNear
        ? left >= 0
          ? { text: text("composer.left", { count: left }), over: false }
          : { text: text("composer.over", { count: -left }), over: true }
        : null}
      fieldRef={field}
      onInput={() => {
        changed();
        completion.look();
        if (desk.composingIn(room.id)?.kind !== "edit" && field.current?.value !== "") chat.type(room.id);
      }}
      onKeyDown={(event) => completion.keyDown(event) || composerKeys(model, acts, event, submit)}
      onPaste={files.onPaste}
      onChoose={files.onChoose}
      onBlur={completion.close}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    />
  );
}

/** Where the browser cannot size a field by its content. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field || CSS.supports("field-sizing", "content")) return;
  field.style.setProperty("block-size", "auto");
  field.style.setProperty("block-size", `${field.scrollHeight}px`);
}
