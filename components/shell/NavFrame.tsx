import { AppFrame, type AppFrameProps } from "./AppFrame.tsx";
import { NavPane, type NavPaneProps } from "./NavPane.tsx";

export interface NavFrameProps extends Pick<AppFrameProps, "viewer" | "reader" | "attention" | "place" | "children"> {
  readonly nav: NavPaneProps;
  /** What a narrow window shows: the page under its tab, the page alone, or the links. */
  readonly pane: "page" | "chat" | "list";
}

/** A page beside links to its neighbours: people, groups to join, settings. */
export function NavFrame({ nav, pane, children, ...frame }: NavFrameProps) {
  return <AppFrame {...frame} pane={pane} list={<NavPane {...nav} />}>{children}</AppFrame>;
}
