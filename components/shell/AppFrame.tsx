import type { ComponentChildren } from "preact";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { Viewer } from "../props.ts";
import { type Place, Rail } from "./Rail.tsx";

export interface AppFrameProps {
  readonly viewer: Viewer;
  readonly reader: Reader;
  readonly place: Place;
  readonly attention: number;
  /** What a narrow window shows. */
  readonly pane: "list" | "chat" | "page";
  /** The pane beside the rail. */
  readonly list: ComponentChildren;
  /** The middle: has the only `<main>` of the page. */
  readonly children: ComponentChildren;
  /** The details, where a chat is open. */
  readonly aside?: ComponentChildren;
  readonly details?: "open" | "closed" | null;
  readonly skipTo?: "composer" | "main";
}

/** The frame of every page for those who are signed in: rail, list, middle, details. */
export function AppFrame(props: AppFrameProps) {
  const { viewer, reader, place, attention, pane, list, children, aside, details, skipTo = "main" } = props;
  const text = liveText(reader.locale);
  return (
    <div class="app" data-pane={pane} data-details={details ?? undefined}>
      <a class="skip" href={`#${skipTo}`}>{text(`skip.${skipTo}`)}</a>
      <Rail viewer={viewer} reader={reader} place={place} attention={attention} />
      {list}
      {children}
      {aside && <aside class="detailspane" id="details" aria-label={text("details.title")}>{aside}</aside>}
    </div>
  );
}
