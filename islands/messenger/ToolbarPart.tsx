import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Room } from "@/lib/client/room.ts";
import type { MessageActing } from "./message_acting.ts";
import type { ToolbarProps } from "./Toolbar.tsx";

/** The toolbar of the message under the pointer; it comes with the first, and never where there is only a finger. */
export function ToolbarPart({ room, acts }: { readonly room: Room; readonly acts: MessageActing }) {
  const [Toolbar, setToolbar] = useState<ComponentType<ToolbarProps> | null>(null);
  const message = acts.hovered.value;
  useEffect(() => {
    if (message && !Toolbar) import("./Toolbar.tsx").then((module) => setToolbar(() => module.Toolbar), () => {});
  }, [message]);
  return message && Toolbar ? <Toolbar message={message} room={room} acts={acts} /> : null;
}
