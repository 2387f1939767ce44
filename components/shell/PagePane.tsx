import type { ComponentChildren } from "preact";
import { Icon } from "../icons/Icon.tsx";

export interface PagePaneProps {
  readonly title: string;
  readonly lead?: ComponentChildren;
  /** Where the arrow of a narrow window leads. */
  readonly back?: { readonly href: string; readonly label: string };
  /** At the right of the title. */
  readonly action?: ComponentChildren;
  /** Beside what the page is about: see `NavPane`. */
  readonly isBeside?: boolean;
  readonly children: ComponentChildren;
}

/** The middle of a page that is not a chat: a title, a sentence, and what it is about. */
export function PagePane({ title, lead, back, action, isBeside = false, children }: PagePaneProps) {
  const Pane = isBeside ? "section" : "main";
  const Heading = isBeside ? "h2" : "h1";
  return (
    // It scrolls, so the keyboard must be able to stand in it: some pages have nothing else to stand on.
    <Pane class="page" id={isBeside ? undefined : "main"} tabIndex={0} aria-label={isBeside ? title : undefined}>
      <div class="sheet">
        <header class="pagehead">
          {back && (
            <a class="tool back" href={back.href} aria-label={back.label}>
              <Icon name="arrow-left" />
            </a>
          )}
          <Heading>{title}</Heading>
          {action}
        </header>
        {lead && <p class="lead">{lead}</p>}
        {children}
      </div>
    </Pane>
  );
}
