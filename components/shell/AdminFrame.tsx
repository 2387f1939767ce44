import type { ComponentChildren } from "preact";
import type { AppFrameProps } from "./AppFrame.tsx";
import { NavFrame } from "./NavFrame.tsx";
import type { NavPaneProps } from "./NavPane.tsx";
import { PagePane, type PagePaneProps } from "./PagePane.tsx";
import { PageTitle } from "./PageTitle.tsx";

export interface AdminFrameProps
  extends Pick<AppFrameProps, "viewer" | "reader" | "attention">, Omit<PagePaneProps, "back"> {
  readonly nav: NavPaneProps;
  /** Things that an operator should mend, above everything. */
  readonly warnings?: readonly string[];
  readonly children: ComponentChildren;
}

/** A page of the administration. */
export function AdminFrame(
  { nav, viewer, reader, attention, title, lead, action, warnings = [], children }: AdminFrameProps,
) {
  return (
    <NavFrame viewer={viewer} reader={reader} attention={attention} place="settings" pane="chat" nav={nav}>
      <PageTitle title={title} />
      <PagePane title={title} lead={lead} action={action} back={{ href: "/settings", label: nav.title }}>
        {warnings.map((warning) => <p class="warning" key={warning}>{warning}</p>)}
        {children}
      </PagePane>
    </NavFrame>
  );
}
