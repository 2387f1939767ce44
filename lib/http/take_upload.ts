import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "@/lib/chat/deps.ts";
import { sendFiles } from "@/lib/chat/send_files.ts";
import type { SendTarget } from "@/lib/chat/send_message.ts";
import { attachmentJson } from "@/lib/files/attachment_json.ts";
import { orFail } from "./errors.ts";
import { filesOf } from "./files_of.ts";
import { withUploadForm } from "./upload_form.ts";

/** R-12 and its twin for groups: one file of a form becomes a message. */
export async function takeUpload(request: Request, deps: ChatDeps, me: Actor, target: SendTarget): Promise<Response> {
  const send = withUploadForm(request, filesOf(deps).maxBytes, async ({ files, fields }) => {
    const [file] = files;
    if (!file) throw new ChatError("bad_request", { text: "Failed to get file" });
    return await sendFiles(deps, me, target, [file], {
      content: fields.get("content") ?? "",
      clientId: fields.get("client_id"),
      replyTo: fields.get("reply_to"),
    });
  });
  const { ack, files: [row] } = await orFail("Failed to save file", send);
  if (!row) throw new ChatError("internal");
  const attachment = attachmentJson(row);
  return Response.json({
    message: "File uploaded successfully",
    file_url: `/uploads/${row.id}${endingOf(row.name)}`,
    file_name: row.name,
    attachment,
    ack,
  });
}

/** Clients of the reference documents tell pictures by the end of the address. */
const endingOf = (name: string): string => /\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? "";
