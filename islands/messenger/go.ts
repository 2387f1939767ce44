import { placeOf, pushPlace } from "@/lib/client/navigation.ts";
import type { Model } from "./model.ts";

/** Goes to a conversation, or back to the list, at once; the address follows. */
export function goTo(model: Model, path: string): void {
  pushPlace(path);
  showPlace(model);
}

/** Shows what the address says, as after back and forward. */
export function showPlace({ chat, desk }: Model): void {
  const place = placeOf(new URL(location.href));
  if (!place) return location.reload();
  desk.layer.value = null;
  if (place.conversationId === null) return chat.close();
  const room = chat.open(place.conversationId);
  if (place.at !== null) void room.jumpTo(place.at);
}
