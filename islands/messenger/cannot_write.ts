import { liveText } from "@/lib/i18n/live_text.ts";
import type { Room } from "@/lib/client/room.ts";
import type { Model } from "./model.ts";

/** Why nothing can be written in this conversation, as a sentence; null: one may write. */
export function cannotWrite(model: Model, room: Room): string | null {
  const text = liveText(model.reader.value.locale);
  const row = model.chat.conversations.get(room.id);
  if (room.state.value === "gone") return text("composer.not_member");
  if (row?.archived) return text("composer.archived");
  if (row?.read_only && row.role === "member") return text("composer.read_only");
  if (row?.peer && !row.peer.is_active) return text("composer.gone");
  const first = model.first;
  // Blocks are known to the page that was loaded, not to the list.
  return row?.kind === "direct" && first?.details.id === room.id ? first.cannotWrite : null;
}
