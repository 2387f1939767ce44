import { UploadStrip, type UploadTile } from "@/components/chat/UploadStrip.tsx";
import type { Room } from "@/lib/client/room.ts";
import { type Upload, Uploads } from "@/lib/client/uploads.ts";
import { type LayerText, layerText } from "@/lib/i18n/layer_text.ts";
import { type Model, useModel } from "./model.ts";

/** Files on their way outlive a look at another conversation. */
const byRoom = new WeakMap<Room, Uploads>();

export function uploadsOf(model: Model, room: Room): Uploads {
  const known = byRoom.get(room);
  if (known) return known;
  const uploads = new Uploads(model.chat.api);
  byRoom.set(room, uploads);
  return uploads;
}

/** Files of the next message, as far as they have come. */
export function UploadsPart({ uploads }: { readonly uploads: Uploads }) {
  const reader = useModel().reader.value;
  const text = layerText(reader.locale);
  return (
    <UploadStrip
      tiles={uploads.list.value.map((upload) => tileOf(text, upload))}
      reader={reader}
      onRemove={(key) => uploads.remove(key)}
      onRetry={(key) => uploads.retry(key)}
    />
  );
}

const tileOf = (text: LayerText, { key, file, state, sent, attachment, reason }: Upload): UploadTile => ({
  key,
  name: file.name,
  thumb: attachment?.thumb_url ?? null,
  progress: file.size === 0 ? 1 : Math.min(1, sent / file.size),
  state,
  problem: state === "failed" ? problemOf(text, reason) : "",
  mayRetry: state === "failed" && !FINAL.has(reason),
});

const FINAL = new Set(["too_large", "quota_full", "files_off"]);

function problemOf(text: LayerText, reason: string): string {
  switch (reason) {
    case "too_large":
    case "quota_full":
    case "storage_full":
    case "files_off":
      return text(`upload.${reason}`);
    default:
      return text("upload.failed");
  }
}
