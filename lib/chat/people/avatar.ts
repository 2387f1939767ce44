import { ChatError } from "@/lib/errors.ts";
import type { Crop } from "@/lib/files/crop.ts";
import type { Actor, ChatDeps } from "../deps.ts";
import type { IncomingFile } from "../send_files.ts";

/** Stores a picture of a person or group, cropped to a square of it or the one in its middle. Returns the address to put into their profile; until then nobody shows it. */
export async function storeAvatar(deps: ChatDeps, actor: Actor, picture: IncomingFile, crop?: Crop): Promise<string> {
  if (!deps.files) throw new ChatError("files_off");
  await deps.rates.take("upload", actor.id);
  const file = { name: picture.name, size: picture.size, purpose: "avatar", crop } as const;
  const { id } = await deps.files.upload(actor.id, file, picture.stream());
  return `/files/${id}`;
}
