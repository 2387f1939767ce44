import { announceTyping } from "@/lib/chat/typing.ts";
import { editMessage } from "@/lib/chat/edit_message.ts";
import { markDelivered } from "@/lib/chat/mark_delivered.ts";
import { markRead } from "@/lib/chat/mark_read.ts";
import { reactToMessage } from "@/lib/chat/react_to_message.ts";
import { recallMessage } from "@/lib/chat/recall_message.ts";
import { sendMessage } from "@/lib/chat/send_message.ts";
import type { Actor, ChatDeps } from "@/lib/chat/deps.ts";
import { updateProfile } from "@/lib/chat/people/profile.ts";
import type { Presence } from "@/lib/protocol/messages.ts";

/** The rules that frames call: the same that REST and forms call. */
export const VERBS = {
  sendMessage,
  editMessage,
  recallMessage,
  reactToMessage,
  markRead,
  markDelivered,
  announceTyping,
  chooseStatus: async (deps: ChatDeps, actor: Actor, status: Presence): Promise<void> => {
    await updateProfile(deps, actor.id, { status });
  },
} as const;

export type Verbs = typeof VERBS;
