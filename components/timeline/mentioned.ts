import type { Mentioned } from "@/lib/markup/mentions.ts";
import type { MessageData } from "@/lib/protocol/messages.ts";
import type { People } from "../props.ts";

/** The people whom a message mentions, by the names that its text may have. */
export const mentionedIn = (data: MessageData, people: People): Mentioned[] =>
  (data.mentions ?? []).flatMap((id) => {
    const person = people[id];
    return person ? [{ id, username: person.username, displayName: person.display_name }] : [];
  });
