import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import type { Ack } from "./send_message.ts";

/** A system notice to everyone, by an administrator: a message in the notices conversation, and a live frame. */
export function sendNotice(_deps: ChatDeps, _actor: Actor, _text: string): Promise<Ack> {
  return Promise.reject(new ChatError("internal"));
}
