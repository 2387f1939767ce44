import type {
  ConversationDetailsJson,
  ConversationJson,
  HiddenJson,
  MemberJson,
  TimelinePageJson,
} from "@/lib/protocol/messages.ts";
import { oneLine } from "../list/preview.ts";
import { type PackedMessage, packMessage, unpackMessage } from "./pack_message.ts";
import { type PackedPerson, packPerson, unpackPerson } from "./pack_person.ts";
import type { MessengerProps, OpenConversation } from "./props.ts";

type Packed<T, Replaced> = Omit<T, keyof Replaced> & Replaced;

/** What most conversations have in common. */
const COMMON = {
  avatar: "",
  unread: 0,
  mentions: 0,
  muted: false,
  role: "member",
  archived: false,
  read_only: false,
} as const;
type Lean<T extends ConversationJson> = Omit<T, keyof typeof COMMON> & Partial<Pick<T, keyof typeof COMMON>>;

type PackedConversation = Packed<Lean<ConversationJson>, {
  readonly peer: PackedPerson | null;
  readonly last_message: PackedMessage | null;
}>;
type PackedMember = Packed<MemberJson, { readonly user: PackedPerson }>;
type PackedDetails = Packed<Lean<ConversationDetailsJson>, {
  readonly peer: PackedPerson | null;
  readonly last_message: PackedMessage | null;
  readonly members: readonly PackedMember[];
}>;
type PackedPage = Packed<TimelinePageJson, {
  readonly messages: readonly (PackedMessage | HiddenJson)[];
  /** Only those who are not members. */
  readonly people: readonly PackedPerson[];
}>;
type PackedOpen = Packed<OpenConversation, { readonly details: PackedDetails; readonly page: PackedPage }>;

/** `MessengerProps` as the page carries them to the island, which unpacks them before anything else. */
export type PackedMessengerProps = Packed<MessengerProps, {
  readonly conversations: readonly PackedConversation[];
  readonly open: PackedOpen | null;
}>;

export const packMessenger = (props: MessengerProps): PackedMessengerProps => ({
  ...props,
  conversations: props.conversations.map((conversation) => packConversation(conversation, props.viewer.id)),
  open: props.open && packOpen(props.open, props.viewer.id),
});

export const unpackMessenger = (packed: PackedMessengerProps): MessengerProps => ({
  ...packed,
  conversations: packed.conversations.map(unpackConversation),
  open: packed.open && unpackOpen(packed.open),
});

/** The list shows one line of a message, so that is all it carries. */
function packConversation<T extends ConversationJson>(conversation: T, viewerId: string) {
  const { peer, last_message } = conversation;
  const line = last_message &&
    { ...last_message, content: oneLine(last_message.content), reply_to: null, reactions: [] };
  return {
    ...lean(conversation),
    peer: peer && packPerson(peer),
    last_message: line && packMessage(line, viewerId, line.sender_name),
  };
}

function lean<T extends ConversationJson>(conversation: T): Lean<T> {
  const isCommon = (key: string, value: unknown) => key in COMMON && value === COMMON[key as keyof typeof COMMON];
  return Object.fromEntries(Object.entries(conversation).filter(([key, value]) => !isCommon(key, value))) as Lean<T>;
}

function unpackConversation(packed: PackedConversation): ConversationJson {
  const peer = packed.peer && unpackPerson(packed.peer);
  return {
    ...COMMON,
    ...packed,
    peer,
    last_message: packed.last_message && unpackMessage(packed.last_message, { ...packed, peer }),
  };
}

function packOpen(open: OpenConversation, viewerId: string): PackedOpen {
  const { details, page } = open;
  const members = new Set(details.members.map(({ user }) => user.id));
  return {
    ...open,
    details: {
      ...packConversation(details, viewerId),
      members: details.members.map((member) => ({ ...member, user: packPerson(member.user) })),
    },
    page: {
      ...page,
      messages: page.messages.map((message) => "hidden" in message ? message : packMessage(message, viewerId)),
      people: (page.people ?? []).filter(({ id }) => !members.has(id)).map(packPerson),
    },
  };
}

function unpackOpen(open: PackedOpen): OpenConversation {
  const members = open.details.members.map((member) => ({ ...member, user: unpackPerson(member.user) }));
  const details = { ...open.details, ...unpackConversation(open.details), members };
  const others = open.page.people.map(unpackPerson);
  const names = new Map(
    [...others, ...members.map(({ user }) => user)].map((person) => [person.id, person.display_name]),
  );
  const messages = open.page.messages.map((message) =>
    "hidden" in message ? message : unpackMessage(message, details, names.get(message[2]))
  );
  return { ...open, details, page: { ...open.page, messages, people: others } };
}
