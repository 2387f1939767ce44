import { listConversationFiles } from "@/db/conversation_files.ts";
import type { AttachmentJson } from "@/lib/protocol/messages.ts";
import { accessConversation } from "./access.ts";
import type { ChatDeps } from "./deps.ts";

const MOST = 100;

/** The newest files that were shared in a conversation, for its members. */
export async function conversationFiles(deps: ChatDeps, userId: string, conversationId: string) {
  const access = await accessConversation(deps, userId, conversationId, "read");
  const rows = await listConversationFiles(deps.db, userId, access.conversationId, MOST);
  // `messages.data` is written by us alone, so its shape is known.
  return { access, files: rows.map((row) => row.file as AttachmentJson) };
}
