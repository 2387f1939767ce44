import type { Context } from "fresh";
import type { ListFilter } from "@/components/list/ListHead.tsx";
import type { MessengerProps, OpenConversation } from "@/components/messenger/props.ts";
import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { firstConversations, listConversations } from "@/lib/chat/conversation_list.ts";
import { findMessage, timelinePage, type TimelineWindow } from "@/lib/chat/timeline.ts";
import type { State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { readCookie } from "@/lib/http/cookies.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { type PageText, t } from "@/lib/i18n/text.ts";
import { isId, newId } from "@/lib/ids.ts";
import type { ConversationDetailsJson, MessageJson } from "@/lib/protocol/messages.ts";
import { closedBanners } from "./closed_banners.ts";
import { readerOf, viewerOf } from "./reader.ts";

/** With more unread than this the page begins at the first of them, not at the newest. The island's first page is the same. */
const UNREAD_IN_PAGE = 30;

/** A refused message: what was typed, and why it was not sent. */
export interface RefusedDraft {
  readonly content: string;
  readonly clientId: string;
  readonly replyTo: string | null;
}

/** Everything for the messenger's page, with a conversation open or none. */
export async function loadMessenger(
  ctx: Context<State>,
  conversationId: string | null,
  refused: RefusedDraft | null = null,
): Promise<MessengerProps> {
  const { deps } = ctx.state;
  const me = requireSignedIn(ctx.state);
  const filter = filterOf(ctx.url);
  // A filter shows all that pass it, and the link at the list's end shows all.
  const isWhole = filter !== "all" || ctx.url.searchParams.has("all");
  const [{ conversations, beyond }, open] = await Promise.all([
    isWhole
      ? listConversations(deps, me.id).then((conversations) => ({ conversations, beyond: null }))
      : firstConversations(deps, me.id),
    conversationId === null ? null : openConversation(ctx, me.id, conversationId, refused),
  ]);
  const { enterSends = true, sound = false, notifications = false, doNotDisturb = false } = me.settings;
  return {
    viewer: viewerOf(me),
    reader: readerOf(ctx),
    settings: { enterSends, sound, notifications, doNotDisturb },
    conversations,
    beyond,
    filter,
    closedBanners: closedBanners(ctx.req.headers, me.id),
    open,
    details: detailsOf(ctx.req.headers),
    firstRun: conversations.length === 0,
    maxContentBytes: deps.limits.contentBytes,
  };
}

async function openConversation(
  { state, url }: Context<State>,
  userId: string,
  id: string,
  refused: RefusedDraft | null,
): Promise<OpenConversation> {
  const { deps } = state;
  const details = await conversationDetails(deps, userId, id);
  const at = numberIn(url, "at");
  const [page, replyTo] = await Promise.all([
    timelinePage(deps, userId, id, windowOf(url, details)),
    replyOf(refused?.replyTo ?? url.searchParams.get("reply"), (messageId) => findMessage(deps, userId, messageId), id),
  ]);
  return {
    details,
    page,
    unreadAfter: details.last_read_seq,
    at,
    clientId: refused?.clientId ?? newId(deps.clock.now()),
    replyTo,
    draft: refused?.content ?? "",
    cannotWrite: cannotWrite(t(state.locale), details),
  };
}

/** `?before=`, `?after=` and `?at=` choose a stretch; otherwise the newest, or where reading stopped when much is unread. */
function windowOf(url: URL, details: ConversationDetailsJson): TimelineWindow {
  const [before, after, at] = ["before", "after", "at"].map((name) => numberIn(url, name));
  if (typeof before === "number") return { before };
  if (typeof after === "number") return { after };
  if (typeof at === "number") return { around: at };
  return details.unread > UNREAD_IN_PAGE ? { around: details.last_read_seq + 1 } : {};
}

function numberIn(url: URL, name: string): number | null {
  const text = url.searchParams.get(name);
  const value = Number(text);
  return text !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The message that the form answers; one that is gone or elsewhere is no reason to refuse the page. */
async function replyOf(
  id: string | null,
  find: (id: string) => Promise<MessageJson>,
  conversationId: string,
): Promise<MessageJson | null> {
  if (id === null || !isId(id)) return null;
  try {
    const message = await find(id);
    return message.conversation_id === conversationId && !message.is_deleted ? message : null;
  } catch (error) {
    if (error instanceof ChatError && error.status === 404) return null;
    throw error;
  }
}

export function cannotWrite(text: PageText, details: ConversationDetailsJson): string | null {
  if (details.archived) return text("composer.archived");
  if (details.read_only && details.role === "member") return text("composer.read_only");
  if (details.peer && !details.peer.is_active) return text("composer.gone");
  return null;
}

function filterOf(url: URL): ListFilter {
  const show = url.searchParams.get("show");
  return show === "unread" || show === "mentions" ? show : "all";
}

function detailsOf(headers: Headers): MessengerProps["details"] {
  const state = readCookie(headers, "details");
  return state === "open" || state === "closed" ? state : null;
}
