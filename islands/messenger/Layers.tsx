import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { loadMessageKeys } from "./message_acting.ts";
import { useModel } from "./model.ts";
import { NoteLayer } from "./NoteLayer.tsx";

/** Menus, dialogs and the palette come when somebody begins to use the page: nobody needs them to read. */
const load = async (): Promise<ComponentType> => (await import("./TopLayer.tsx")).TopLayer;
const SIGNS = ["pointermove", "pointerdown", "keydown"];

/** What lies over the page: one thing at a time, beside a note that leaves by itself. */
export function Layers() {
  const { chat, desk } = useModel();
  const [Top, setTop] = useState<ComponentType | null>(null);
  const isNeeded = desk.layer.value !== null || chat.connection.state.value === "stopped";
  useEffect(() => {
    const stop = new AbortController();
    const begin = () => {
      stop.abort();
      loadMessageKeys();
      load().then((component) => setTop(() => component), () => {});
    };
    if (isNeeded) begin();
    for (const name of SIGNS) document.addEventListener(name, begin, { signal: stop.signal, passive: true });
    return () => stop.abort();
  }, [isNeeded]);
  return (
    <>
      {isNeeded && Top && <Top />}
      <NoteLayer />
    </>
  );
}
