import type { ComponentChildren } from "preact";
import { Icon } from "../icons/Icon.tsx";
import type { IconName } from "../icons/names.ts";

export interface NavItem {
  readonly href: string;
  readonly icon: IconName;
  readonly label: string;
  readonly current: boolean;
  readonly count?: number;
}

export interface NavPaneProps {
  readonly title: string;
  /** Above the links, such as who one is. */
  readonly head?: ComponentChildren;
  readonly items: readonly NavItem[];
  /** Under a line at the end. */
  readonly more?: readonly NavItem[];
  /** After the links, such as the way out. */
  readonly foot?: ComponentChildren;
  /** It is what the page is about: a narrow window shows nothing else. */
  readonly isMain?: boolean;
}

/** The pane beside the rail on pages that are not chats: links to their neighbours. */
export function NavPane({ title, head, items, more = [], foot, isMain = false }: NavPaneProps) {
  const Pane = isMain ? "main" : "section";
  const Heading = isMain ? "h1" : "h2";
  return (
    <Pane class="list" id={isMain ? "main" : undefined} aria-label={title}>
      <header class="head">
        <Heading>{title}</Heading>
      </header>
      <div class="listed">
        {head}
        <nav class="side" aria-label={title}>
          <ul>{items.map((item) => <Item key={item.href} {...item} />)}</ul>
          {(more.length > 0 || foot) && <hr />}
          <ul>
            {more.map((item) => <Item key={item.href} {...item} />)}
            {foot && <li>{foot}</li>}
          </ul>
        </nav>
      </div>
    </Pane>
  );
}

function Item({ href, icon, label, current, count }: NavItem) {
  return (
    <li>
      <a href={href} aria-current={current ? "page" : "false"}>
        <Icon name={icon} />
        {label}
        {count !== undefined && count > 0 && <span class="badge">{count}</span>}
      </a>
    </li>
  );
}
