import { rowName } from "@/components/list/ConversationRow.tsx";
import type { IconName } from "@/components/icons/names.ts";
import type { PersonJson, Presence } from "@/lib/protocol/messages.ts";
import { oneLine } from "@/components/list/preview.ts";
import type { SearchHit } from "@/lib/client/endpoints.ts";
import { layerText } from "@/lib/i18n/layer_text.ts";
import type { Model } from "./model.ts";

/** One line of the palette. */
export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly href: string;
  readonly face:
    | {
      readonly kind: "person" | "group";
      readonly id: string;
      readonly picture: string;
      readonly presence: Presence | null;
      /** Whose face it is, where the label does not say. */
      readonly name?: string;
    }
    | { readonly kind: "action"; readonly icon: IconName };
}

export interface EntryGroup {
  readonly key: "people" | "messages" | "actions";
  readonly entries: readonly Entry[];
}

/** What the server found. */
export interface Found {
  readonly people: readonly PersonJson[];
  readonly hits: readonly SearchHit[];
}

const MOST = 5;

/** What fits what was typed: my conversations, people found by the server, acts. Nothing typed: the recent ones. */
export function entryGroups(model: Model, query: string, found: Found): EntryGroup[] {
  const people = [...conversationEntries(model, query), ...personEntries(model, found.people)];
  const more = people.length > MOST || found.hits.length >= MOST ? moreEntries(model, query) : [];
  const groups: EntryGroup[] = [
    { key: "people", entries: people.slice(0, MOST) },
    { key: "messages", entries: found.hits.slice(0, MOST).map((hit) => messageEntry(model, hit)) },
    { key: "actions", entries: [...more, ...actionEntries(model).filter((entry) => fits(entry.label, query))] },
  ];
  return groups.filter((group) => group.entries.length > 0);
}

function conversationEntries(model: Model, query: string): Entry[] {
  const { chat, viewer } = model;
  const text = layerText(model.reader.value.locale);
  return chat.conversations.rows.flatMap((row): Entry[] => {
    const label = rowName(text, row, viewer.id);
    if (!fits(label, query) && !fits(row.peer?.username ?? "", query)) return [];
    const peer = row.peer && (chat.people.get(row.peer.id) ?? row.peer);
    return [{
      key: row.id,
      label,
      hint: row.kind === "group" ? text("chat.members", { count: row.member_count }) : peer ? `@${peer.username}` : "",
      href: `/c/${row.id}`,
      face: row.kind === "group"
        ? { kind: "group", id: row.id, picture: row.avatar, presence: null }
        : { kind: "person", id: peer?.id ?? row.id, picture: row.avatar, presence: peer?.status ?? null },
    }];
  });
}

/** People with whom I have no conversation yet: their page has the way to one. */
function personEntries({ chat }: Model, found: readonly PersonJson[]): Entry[] {
  const known = new Set(chat.conversations.rows.map((row) => row.peer?.id));
  return found.filter((person) => !known.has(person.id)).map((person) => ({
    key: person.id,
    label: person.display_name,
    hint: `@${person.username}`,
    href: `/people/${person.id}`,
    face: { kind: "person", id: person.id, picture: person.avatar, presence: person.status },
  }));
}

function messageEntry({ chat, reader, viewer }: Model, { message, conversation, sender_name }: SearchHit): Entry {
  const text = layerText(reader.value.locale);
  const name = message.sender_id === viewer.id ? text("name.you") : sender_name;
  return {
    key: message.id,
    label: oneLine(message.content),
    hint: conversation.kind === "group" ? text("palette.in", { name, group: conversation.name }) : name,
    href: `/c/${conversation.id}?at=${message.seq}`,
    face: {
      kind: "person",
      id: message.sender_id,
      picture: chat.people.get(message.sender_id)?.avatar ?? "",
      name: sender_name,
      presence: null,
    },
  };
}

/** What does not fit here is on the page of the search. */
function moreEntries({ reader }: Model, query: string): Entry[] {
  const wanted = query.trim();
  if (wanted === "") return [];
  const text = layerText(reader.value.locale);
  return [{
    key: "more",
    label: text("palette.more"),
    hint: text("palette.more_hint", { query: wanted }),
    href: `/search?q=${encodeURIComponent(wanted)}`,
    face: { kind: "action", icon: "search" },
  }];
}

function actionEntries({ reader }: Model): Entry[] {
  const text = layerText(reader.value.locale);
  const action = (key: "new_chat" | "new_group" | "settings", icon: IconName, href: string): Entry => ({
    key,
    label: text(`palette.${key}`),
    hint: text(`palette.${key}_hint`),
    href,
    face: { kind: "action", icon },
  });
  return [
    action("new_chat", "message-square-plus", "/new"),
    action("new_group", "users-round", "/groups/new"),
    action("settings", "settings", "/settings"),
  ];
}

const fits = (label: string, query: string): boolean => matchAt(label, query) >= 0;

/** Where what was typed stands in a label, whatever the case; 0 when nothing was typed, -1 when nowhere. */
export const matchAt = (label: string, query: string): number =>
  label.toLocaleLowerCase().indexOf(query.trim().toLocaleLowerCase());
