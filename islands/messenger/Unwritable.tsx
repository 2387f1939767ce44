import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ReadOnlyLine } from "@/components/chat/Composer.tsx";
import type { Room } from "@/lib/client/room.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import { useModel } from "./model.ts";

/** Comes when somebody was writing: few ever need it. */
const load = async (): Promise<ComponentType<{ draft: string }>> => (await import("./KeptDraft.tsx")).KeptDraft;

/** In place of the composer where nothing can be written. What had been begun stays to be seen. */
export function Unwritable({ room, reason }: { readonly room: Room; readonly reason: string }) {
  const { chat, desk, reader } = useModel();
  const [Kept, setKept] = useState<ComponentType<{ draft: string }> | null>(null);
  chat.drafts.version.value;
  const begun = [desk.rewrittenIn(room.id) ?? "", chat.drafts.get(room.id)];
  const draft = begun.filter((text) => text.trim() !== "").join("\n\n");
  useEffect(() => {
    if (draft !== "") load().then((component) => setKept(() => component), () => {});
  }, [draft]);
  // Who is no longer in it has nothing left to do here; others can read on.
  const wayOn = room.state.value === "gone"
    ? { href: "/", label: liveText(reader.value.locale)("chat.back") }
    : undefined;
  return (
    <ReadOnlyLine reason={reason} action={wayOn}>
      {Kept && draft !== "" && <Kept draft={draft} />}
    </ReadOnlyLine>
  );
}
