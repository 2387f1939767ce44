import type { ChatDeps } from "@/lib/chat/deps.ts";
import { ChatError } from "@/lib/errors.ts";
import type { Files } from "@/lib/files/files.ts";

/** The files of this server. */
export function filesOf({ files }: Pick<ChatDeps, "files">): Files {
  if (!files) throw new ChatError("files_off");
  return files;
}
