import { liveText } from "@/lib/i18n/live_text.ts";
import { EmptyState } from "@/components/EmptyState.tsx";
import type { Room } from "@/lib/client/room.ts";
import { useModel } from "./model.ts";

const WIDTHS = ["w60", "w80", "w40", "w70", "w50", "w90"];

/** In place of the messages while there are none to show: still loading, or not to be had. */
export function RoomState({ room }: { readonly room: Room }) {
  const { chat, reader } = useModel();
  const text = liveText(reader.value.locale);
  switch (room.state.value) {
    case "failed":
      return (
        <EmptyState line={text("room.failed")}>
          <button type="button" class="button" onClick={() => chat.open(room.id)}>{text("room.retry")}</button>
        </EmptyState>
      );
    case "gone":
      return (
        <EmptyState line={text("room.gone")}>
          <a class="button" href="/">{text("chat.back")}</a>
        </EmptyState>
      );
    default:
      return (
        <ol class="timeline skeleton" aria-busy="true">
          {WIDTHS.map((width) => <li key={width} class={`bar ${width}`} />)}
        </ol>
      );
  }
}
