/** What remembers that an announcement was put away: of which conversation, and from when. Short: a cookie holds many. */
export const closedBanner = (conversationId: string, announcedAt: string | null): string =>
  `${conversationId.slice(-12)}.${Date.parse(announcedAt ?? "") || 0}`;
