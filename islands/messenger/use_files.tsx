import { useEffect, useState } from "preact/hooks";
import type { Room } from "@/lib/client/room.ts";
import { useModel } from "./model.ts";

type Kit = typeof import("./upload_kit.tsx");
let loaded: Kit | null = null;

/** Files for the next message: chosen, dropped anywhere on the page, or pasted. What takes them is loaded with the first. */
export function useFiles(room: Room) {
  const model = useModel();
  const [kit, setKit] = useState(loaded);
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setKit(loaded ??= await import("./upload_kit.tsx"));
    loaded.uploadsOf(model, room).add(files);
  };
  const takeFrom = (event: Event, data: DataTransfer | null) => {
    const files = [...data?.files ?? []];
    if (files.length === 0) return;
    event.preventDefault();
    void take(files);
  };
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    }, { signal });
    document.addEventListener("drop", (event) => takeFrom(event, event.dataTransfer), { signal });
    return () => stop.abort();
  }, [room]);

  const uploads = kit?.uploadsOf(model, room);
  const list = uploads?.list.value ?? [];
  return {
    strip: kit && uploads && list.length > 0 ? <kit.UploadsPart uploads={uploads} /> : null,
    isBusy: list.some((upload) => upload.state === "sending"),
    isReady: list.some((upload) => upload.state === "done"),
    takeAll: () => uploads?.take() ?? [],
    onPaste: (event: ClipboardEvent) => takeFrom(event, event.clipboardData),
    onChoose: (event: Event) => {
      const input = event.currentTarget;
      if (!(input instanceof HTMLInputElement)) return;
      void take([...input.files ?? []]);
      input.value = "";
    },
  };
}
