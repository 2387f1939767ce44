import type { ComponentChildren } from "preact";
import type { PageText } from "@/lib/i18n/text.ts";
import { Icon } from "../icons/Icon.tsx";
import { Avatar } from "../people/Avatar.tsx";
import type { AppFrameProps } from "../shell/AppFrame.tsx";
import { NavFrame } from "../shell/NavFrame.tsx";
import type { NavPaneProps } from "../shell/NavPane.tsx";
import { PagePane, type PagePaneProps } from "../shell/PagePane.tsx";
import { PageTitle } from "../shell/PageTitle.tsx";

export interface SettingsFrameProps extends Pick<AppFrameProps, "viewer" | "reader" | "attention">, PagePaneProps {
  readonly nav: Pick<NavPaneProps, "title" | "items" | "more">;
  readonly text: PageText;
  /** `/settings` itself: on a phone the links, else the profile. */
  readonly isIndex?: boolean;
  readonly children: ComponentChildren;
}

/** A page of the settings beside the links to the others. */
export function SettingsFrame(
  { nav, text, isIndex = false, children, title, lead, action, ...frame }: SettingsFrameProps,
) {
  const { viewer } = frame;
  return (
    <NavFrame
      viewer={viewer}
      reader={frame.reader}
      attention={frame.attention}
      place={isIndex ? "you" : "settings"}
      pane={isIndex ? "list" : "chat"}
      nav={{
        ...nav,
        isMain: isIndex,
        head: (
          <a class="mecard" href="/settings/profile">
            <Avatar id={viewer.id} name={viewer.displayName} picture={viewer.avatar} size={48} presence="online" />
            <b class="cut">{viewer.displayName}</b>
            <span class="hint cut">@{viewer.username}</span>
          </a>
        ),
        foot: (
          <form method="post" action="/logout">
            <button type="submit" class="danger">
              <Icon name="log-out" />
              {text("settings.sign_out")}
            </button>
          </form>
        ),
      }}
    >
      <PageTitle title={title} />
      <PagePane
        title={title}
        lead={lead}
        action={action}
        isBeside={isIndex}
        back={{ href: "/settings", label: text("nav.settings") }}
      >
        {children}
      </PagePane>
    </NavFrame>
  );
}
