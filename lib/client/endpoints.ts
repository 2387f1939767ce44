import type {
  ConversationDetailsJson,
  ConversationJson,
  MessageJson,
  PersonJson,
  TimelinePageJson,
} from "@/lib/protocol/messages.ts";
import type { Api } from "./api.ts";
import type { OutboxItem } from "./outbox_item.ts";
import type { PageWindow } from "./timeline.ts";

const V1 = "/api/v1";

export interface SearchHit {
  readonly message: MessageJson;
  readonly conversation: { readonly id: string; readonly kind: ConversationJson["kind"]; readonly name: string };
  readonly sender_name: string;
}

export const PAGE_MESSAGES = 50;

/** All of mine, page by page. */
export async function listConversations(api: Api): Promise<readonly ConversationJson[]> {
  const all: ConversationJson[] = [];
  for (let after = "";;) {
    const page = await api.get<{ conversations: ConversationJson[]; next: string | null }>(
      `${V1}/conversations${after}`,
    );
    all.push(...page.conversations);
    if (page.next === null) return all;
    after = `?after=${page.next}`;
  }
}

export const conversationDetails = async (api: Api, id: string): Promise<ConversationDetailsJson> =>
  (await api.get<{ conversation: ConversationDetailsJson }>(`${V1}/conversations/${id}`)).conversation;

export function timelinePage(api: Api, conversationId: string, window: PageWindow): Promise<TimelinePageJson> {
  const at = window.kind === "latest" ? "" : `&${window.kind}=${window.seq}`;
  return api.get(`${V1}/conversations/${conversationId}/messages?limit=${PAGE_MESSAGES}${at}`);
}

/** The way of a message when there is no socket. */
export async function sendMessage(api: Api, item: OutboxItem): Promise<MessageJson> {
  const body = {
    content: item.content,
    client_id: item.clientId,
    message_type: item.messageType,
    ...(item.replyTo ? { reply_to: item.replyTo.id } : {}),
    ...(item.attachments.length > 0 ? { attachments: item.attachments } : {}),
  };
  return (await api.post<{ message: MessageJson }>(`${V1}/conversations/${item.conversationId}/messages`, body))
    .message;
}

export const editMessage = (api: Api, id: string, content: string): Promise<unknown> =>
  api.put(`${V1}/messages/${id}`, { content });

export const recallMessage = (api: Api, id: string): Promise<unknown> => api.delete(`${V1}/messages/${id}`);

export const hideMessage = (api: Api, id: string): Promise<unknown> => api.delete(`${V1}/messages/${id}?for=me`);

export const reactToMessage = (api: Api, id: string, emoji: string, on: boolean): Promise<unknown> =>
  api.put(`${V1}/messages/${id}/reactions`, { emoji, on });

export const markRead = (api: Api, conversationId: string, seq: number): Promise<unknown> =>
  api.put(`${V1}/conversations/${conversationId}/read`, { seq });

export const muteConversation = (api: Api, conversationId: string, muted: boolean): Promise<unknown> =>
  api.put(`${V1}/conversations/${conversationId}/mute`, { muted });

export const searchPeople = async (api: Api, query: string, signal?: AbortSignal): Promise<readonly PersonJson[]> =>
  (await api.get<{ users: PersonJson[] }>(`${V1}/users/search?q=${encodeURIComponent(query)}`, signal)).users;

export const searchMessages = async (api: Api, query: string, signal?: AbortSignal): Promise<readonly SearchHit[]> =>
  (await api.get<{ hits: SearchHit[] }>(`${V1}/messages/search?q=${encodeURIComponent(query)}&limit=5`, signal)).hits;

/** Who of the others has read a message of mine. */
export const listReaders = async (api: Api, messageId: string): Promise<readonly PersonJson[]> =>
  (await api.get<{ read: PersonJson[] }>(`${V1}/messages/${messageId}/readers`)).read;

/** Changes some of my settings; the others stay. */
export const saveSettings = (api: Api, settings: Readonly<Record<string, unknown>>): Promise<unknown> =>
  api.put(`${V1}/users/settings`, settings);
