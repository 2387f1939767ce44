import { formatMoment } from "@/lib/i18n/format.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { PageText } from "@/lib/i18n/text.ts";
import { Icon } from "../icons/Icon.tsx";

/** A link as it is shown once, when it is made. */
export function NewLink({ url, text }: { readonly url: string; readonly text: PageText }) {
  return (
    <section class="newlink" role="status">
      <p>
        <Icon name="circle-check" />
        {text("invite.made")}
      </p>
      <input readOnly value={url} aria-label={text("invite.link")} dir="ltr" />
      <p class="hint">{text("invite.once")}</p>
    </section>
  );
}

export interface LinkRow {
  readonly id: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly max_uses: number | null;
  readonly uses: number;
}

export interface InviteLinksProps {
  readonly links: readonly LinkRow[];
  readonly action: string;
  readonly reader: Reader;
  readonly text: PageText;
}

/** Links that still work, each with the way to take it back. */
export function InviteLinks({ links, action, reader, text }: InviteLinksProps) {
  if (links.length === 0) return null;
  return (
    <section class="group">
      <h2>{text("invite.standing")}</h2>
      <ul class="rowsbox">
        {links.map((link) => (
          <li class="setting" key={link.id}>
            <div>
              <p class="name">{text("invite.made_on", { when: formatMoment(reader, link.created_at) })}</p>
              <p class="hint">
                {link.expires_at === null
                  ? text("invite.never")
                  : text("invite.until", { when: formatMoment(reader, link.expires_at) })}
                {text("list.comma")}
                {link.max_uses === null
                  ? text("invite.used", { count: link.uses })
                  : text("invite.used_of", { uses: link.uses, most: link.max_uses })}
              </p>
            </div>
            <form method="post" action={action}>
              <button type="submit" class="button small" name="revoke" value={link.id}>{text("invite.revoke")}</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
