/** Whether a click on a link means "go there in this page" and nothing else. */
export function isPlainClick(event: MouseEvent): boolean {
  const isModified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return event.button === 0 && !isModified && !event.defaultPrevented;
}

export interface ChatPlace {
  readonly conversationId: string | null;
  /** A message to show lit. */
  readonly at: number | null;
}

/** What of an address belongs to the chat: a conversation, or the list alone; null for every other page. */
export function placeOf(address: URL): ChatPlace | null {
  if (address.pathname === "/") return { conversationId: null, at: null };
  const [, conversationId] = /^\/c\/([0-9a-f-]{36})$/.exec(address.pathname) ?? [];
  if (conversationId === undefined) return null;
  const at = Number(address.searchParams.get("at") ?? "");
  return { conversationId, at: Number.isInteger(at) && at > 0 ? at : null };
}

/** Goes to another place of the chat without loading a page; back and forward come to `popstate`. */
export function pushPlace(path: string): void {
  if (path !== location.pathname + location.search + location.hash) history.pushState(null, "", path);
}
