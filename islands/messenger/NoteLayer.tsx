import { useEffect, useRef } from "preact/hooks";
import { MessageToast } from "@/components/overlay/MessageToast.tsx";
import { Toast } from "@/components/overlay/Toast.tsx";
import { useModel } from "./model.ts";

const SHOWN_MS = 5_000;

/** A short word that leaves by itself, later if somebody reads it. The place it comes to is there before, to be heard. */
export function NoteLayer() {
  const { chat, desk, reader } = useModel();
  const held = desk.note.value;
  const currentId = chat.currentId.value;
  // Whoever is there needs not be told.
  const note = held?.kind === "message" && held.conversationId === currentId ? null : held;
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const close = () => desk.note.value = null;
  const stay = () => clearTimeout(timer.current);
  const leave = () => {
    stay();
    timer.current = setTimeout(close, SHOWN_MS);
  };
  useEffect(() => {
    if (note) leave();
    else if (held) close();
    return stay;
  }, [held, note]);
  return (
    <div role="status" onPointerEnter={stay} onPointerLeave={leave} onFocusIn={stay} onFocusOut={leave}>
      {note?.kind === "message"
        ? <MessageToast {...note} reader={reader.value} onClose={close} />
        : note && (
          <Toast kind={note.kind} action={note.action && { label: note.action.label, onClick: note.action.act }}>
            {note.text}
          </Toast>
        )}
    </div>
  );
}
