import type { AttachmentRow } from "@/db/attachments.ts";
import type { AttachmentJson } from "@/lib/protocol/messages.ts";

export type { AttachmentRow };

/** A file as messages and the API show it. */
export function attachmentJson(row: AttachmentRow): AttachmentJson {
  const url = `/files/${row.id}`;
  const common = { id: row.id, name: row.name, size: row.size, mime: row.mime, url };
  if (row.width === null || row.height === null) return common;
  return { ...common, width: row.width, height: row.height, thumb_url: `${url}?size=thumb`, blur: row.blur };
}

export const isPictureRow = (row: AttachmentRow): boolean => row.width !== null && row.height !== null;
