import type { MemberJson } from "@/lib/protocol/messages.ts";

const RANK = { owner: 0, admin: 1, member: 2 } as const;

/** Those who are here first, then owner, admins and the others, each by name. */
export function inMemberOrder(members: readonly MemberJson[], locale: string): MemberJson[] {
  const away = (member: MemberJson) => member.user.status === "offline" ? 1 : 0;
  return members.toSorted((a, b) =>
    away(a) - away(b) || RANK[a.role] - RANK[b.role] ||
    a.user.display_name.localeCompare(b.user.display_name, locale)
  );
}
