import { attachmentJson, type AttachmentRow } from "@/lib/files/attachment_json.ts";
import type { PartialFile } from "@/lib/files/files.ts";

/** A whole file as messages will list it, or 202 with how far it has come. */
export const uploadResponse = (file: AttachmentRow | PartialFile, status = 200): Response =>
  "offset" in file
    ? Response.json({ id: file.id, offset: file.offset, size: file.size }, { status: 202 })
    : Response.json({ attachment: attachmentJson(file) }, { status });
