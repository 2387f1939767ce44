import { liveText } from "@/lib/i18n/live_text.ts";
import { Icon } from "../icons/Icon.tsx";
import type { IconName } from "../icons/names.ts";
import { Ripple } from "../timeline/Ripple.tsx";
import type { MessengerProps } from "./props.ts";

/** What someone sees who has no conversation yet: four ways to begin. */
export function Welcome({ viewer, reader }: Pick<MessengerProps, "viewer" | "reader">) {
  const text = liveText(reader.locale);
  const inner = (icon: IconName, title: string, hint: string) => (
    <>
      <span class="tile">
        <Icon name={icon} />
      </span>
      <b>{title}</b>
      <span class="hint">{hint}</span>
      <Icon name="chevron-right" size={16} />
    </>
  );
  return (
    <main class="chat welcome" id="main" tabIndex={-1}>
      <div>
        <Ripple />
        <h1>{text("welcome.title", { name: viewer.displayName })}</h1>
        <p>{text(viewer.isAdmin ? "welcome.admin" : "welcome.line")}</p>
        <ul class="ways">
          {viewer.isAdmin && (
            <li>
              <a href="/admin/invites">{inner("link", text("welcome.invite"), text("welcome.invite_hint"))}</a>
            </li>
          )}
          <li>
            <a href="/new">{inner("user-search", text("welcome.find"), text("welcome.find_hint"))}</a>
          </li>
          <li>
            <a href="/groups/new">{inner("users-round", text("welcome.group"), text("welcome.group_hint"))}</a>
          </li>
          <li>
            <form method="post" action="/new">
              <button type="submit" name="to" value={viewer.id}>
                {inner("notebook-pen", text("welcome.notes"), text("welcome.notes_hint"))}
              </button>
            </form>
          </li>
        </ul>
      </div>
    </main>
  );
}
