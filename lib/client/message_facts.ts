import type {
  EditedFrame,
  FactFrame,
  GroupUpdatedFrame,
  MemberFrame,
  MessageFrame,
  ReactedFrame,
  RecalledFrame,
} from "@/lib/protocol/frames.ts";
import type { MessageData, MessageJson, QuoteJson, ReactionJson } from "@/lib/protocol/messages.ts";

export type ChangeFact = EditedFrame | RecalledFrame | ReactedFrame;

export const isChange = (fact: FactFrame): fact is ChangeFact =>
  fact.type === "edited" || fact.type === "recalled" || fact.type === "reacted";

/** The message that a fact adds to its conversation, as a page would show it; null when it adds none. */
export function messageOfFact(fact: FactFrame): MessageJson | null {
  switch (fact.type) {
    case "private":
    case "group":
      return fromMessage(fact);
    case "group_member_added":
    case "group_member_removed":
    case "group_member_left":
    case "group_updated":
      return fromSystem(fact);
    default:
      return null;
  }
}

const fromMessage = (frame: MessageFrame): MessageJson => ({
  ...blank(frame),
  sender_id: frame.from,
  sender_name: frame.from_name,
  receiver_id: frame.to ?? "",
  group_id: frame.group_id ?? "",
  content: frame.content,
  message_type: frame.message_type,
  client_id: frame.client_id,
  reply_to: frame.reply_to ?? null,
  data: frame.data ?? {},
});

const fromSystem = (frame: MemberFrame | GroupUpdatedFrame): MessageJson => ({
  ...blank(frame),
  sender_id: frame.from,
  group_id: frame.group_id,
  content: frame.text,
  message_type: "system",
  data: { system: frame.fact },
});

type Numbered = Pick<MessageFrame, "id" | "seq" | "conversation_id" | "created_at">;

const blank = (frame: Numbered): MessageJson => ({
  id: frame.id,
  seq: frame.seq,
  conversation_id: frame.conversation_id,
  changed_seq: frame.seq,
  sender_id: "",
  receiver_id: "",
  group_id: "",
  content: "",
  message_type: "text",
  status: "sent",
  is_read: false,
  is_deleted: false,
  read_at: null,
  created_at: frame.created_at,
  updated_at: frame.created_at,
  edited_at: null,
  client_id: "",
  reply_to: null,
  reactions: [],
  data: {},
});

/** The message after a change; the same object when the change is not newer than what is known. */
export function changeMessage(message: MessageJson, fact: ChangeFact): MessageJson {
  if (fact.seq <= message.changed_seq) return message;
  const changed = { ...message, changed_seq: fact.seq };
  if (message.is_deleted) return changed;
  switch (fact.type) {
    case "edited":
      return {
        ...changed,
        content: fact.content,
        data: changeMentions(message.data, fact),
        edited_at: fact.edited_at,
        updated_at: fact.edited_at,
      };
    case "recalled":
      return { ...changed, content: "", is_deleted: true, reactions: [], data: {} };
    case "reacted":
      return { ...changed, reactions: changeReactions(message.reactions, fact) };
  }
}

function changeMentions({ mentions: _before, ...data }: MessageData, { mentions }: EditedFrame): MessageData {
  return mentions ? { ...data, mentions } : data;
}

function changeReactions(reactions: readonly ReactionJson[], fact: ReactedFrame): readonly ReactionJson[] {
  const found = reactions.find((reaction) => reaction.emoji === fact.emoji);
  if (!found) return fact.on ? [...reactions, { emoji: fact.emoji, user_ids: [fact.from] }] : reactions;
  const others = found.user_ids.filter((id) => id !== fact.from);
  const userIds = fact.on ? [...others, fact.from] : others;
  return reactions
    .map((reaction) => reaction === found ? { ...reaction, user_ids: userIds } : reaction)
    .filter((reaction) => reaction.user_ids.length > 0);
}

/** A quote of the changed message follows it. */
export function changeQuote(quote: QuoteJson, fact: ChangeFact): QuoteJson {
  if (fact.type === "edited" && !quote.is_deleted && !quote.is_hidden) return { ...quote, content: fact.content };
  return fact.type === "recalled" ? { ...emptied(quote), is_deleted: true } : quote;
}

/** Without what it said. */
export const emptied = ({ attachment_name: _name, ...quote }: QuoteJson): QuoteJson => ({ ...quote, content: "" });
