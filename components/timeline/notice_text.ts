import type { LiveText } from "@/lib/i18n/live_text.ts";
import type { MessageJson, SystemFact } from "@/lib/protocol/messages.ts";
import type { People } from "../props.ts";

/** A notice as a sentence with `{by}`, `{who}` and other names in it, and what to put there. */
export interface Notice {
  readonly template: string;
  readonly names: Readonly<Record<string, string>>;
}

/** What a system message says, in the reader's language; its English content when the fact is not known here. */
export function noticeOf(text: LiveText, message: MessageJson, viewerId: string, people: People = {}): Notice {
  const fact = message.data.system;
  const key = fact && keyOf(fact);
  if (!fact || !key) return { template: "{content}", names: { content: message.content } };
  const nameOf = (id: string, known: string | undefined) => people[id]?.display_name ?? known ?? text("name.someone");
  const names: Record<string, string> = {
    by: message.sender_id === viewerId ? text("name.you") : nameOf(message.sender_id, message.sender_name),
  };
  if (fact.user_id !== undefined) {
    const isSubject = fact.action === "group_member_left" || fact.action === "group_member_joined";
    names.who = fact.user_id === viewerId
      ? text(isSubject ? "name.you" : "name.you_object")
      : nameOf(fact.user_id, fact.user_name);
  }
  const name = fact.changes?.name;
  if (typeof name === "string") names.name = name;
  return { template: text.template(key), names };
}

/** The notice as plain text, for lists. */
export const noticeText = ({ template, names }: Notice): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "");

function keyOf(fact: SystemFact) {
  switch (fact.action) {
    case "group_created":
      return "notice.created";
    case "group_member_added":
      return "notice.added";
    case "group_member_removed":
      return "notice.removed";
    case "group_member_left":
      return "notice.left";
    case "group_member_joined":
      return "notice.joined";
    case "group_role_changed":
      return fact.role === "admin" ? "notice.made_admin" : "notice.made_member";
    case "group_owner_changed":
      return "notice.new_owner";
    case "announcement_changed":
      return "notice.announcement";
    case "group_updated":
      return updateKey(fact.changes ?? {});
    case "notice":
      return null;
  }
}

function updateKey(changes: NonNullable<SystemFact["changes"]>) {
  const fields = Object.keys(changes);
  if (fields.length !== 1) return "notice.settings";
  if (typeof changes.name === "string") return "notice.renamed";
  if ("description" in changes) return "notice.description";
  if ("archived" in changes) return changes.archived ? "notice.archived" : "notice.unarchived";
  if ("read_only" in changes) return changes.read_only ? "notice.read_only" : "notice.everyone_writes";
  return "notice.settings";
}
