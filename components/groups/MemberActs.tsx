import type { PageText } from "@/lib/i18n/text.ts";
import type { Role } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";

export interface MemberActsProps {
  /** `/groups/<id>` */
  readonly path: string;
  readonly userId: string;
  readonly role: Role;
  readonly label: string;
  /** What the viewer's role allows with this member. */
  readonly may: { readonly changeRole: boolean; readonly remove: boolean; readonly transfer: boolean };
  readonly text: PageText;
}

/** What can be done with a member, folded behind ⋯; nothing when nothing can. */
export function MemberActs({ path, userId, role, label, may, text }: MemberActsProps) {
  if (role === "owner" || !(may.changeRole || may.remove || may.transfer)) return null;
  return (
    <details class="rowmenu">
      <summary class="tool" aria-label={label}>
        <Icon name="ellipsis" />
      </summary>
      <form class="menu" method="post" action={`${path}/members`}>
        {may.changeRole && (
          <button type="submit" name="act" value={`${role === "admin" ? "member" : "admin"} ${userId}`}>
            <Icon name="shield" />
            {text(role === "admin" ? "group.make_member" : "group.make_admin")}
          </button>
        )}
        {may.transfer && (
          <a href={`${path}/transfer?to=${userId}`}>
            <Icon name="crown" />
            {text("group.transfer")}
          </a>
        )}
        {may.remove && (
          <button type="submit" class="danger" name="act" value={`remove ${userId}`}>
            <Icon name="user-minus" />
            {text("group.remove")}
          </button>
        )}
      </form>
    </details>
  );
}
