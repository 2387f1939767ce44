import { useEffect, useRef } from "preact/hooks";
import { Toast } from "@/components/overlay/Toast.tsx";
import { useModel } from "./model.ts";

const SHOWN_MS = 5_000;

/** A short word that leaves by itself, later if somebody reads it. */
export function NoteLayer() {
  const { desk } = useModel();
  const note = desk.note.value;
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const stay = () => clearTimeout(timer.current);
  const leave = () => {
    stay();
    timer.current = setTimeout(() => desk.note.value = null, SHOWN_MS);
  };
  useEffect(() => {
    if (note) leave();
    return stay;
  }, [note]);
  if (!note) return null;
  const action = note.action;
  return (
    <Toast
      kind={note.kind}
      action={action && { label: action.label, onClick: action.act }}
      onPointerEnter={stay}
      onPointerLeave={leave}
    >
      {note.text}
    </Toast>
  );
}
