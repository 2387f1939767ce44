import type { ComponentChildren, Ref } from "preact";
import { Icon } from "../icons/Icon.tsx";
import type { IconName } from "../icons/names.ts";

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  /** Shown at the end, such as "R". */
  readonly shortcut?: string;
  readonly onSelect: () => void;
}

export interface MenuProps {
  readonly label: string;
  /** A line between groups of items. */
  readonly groups: readonly (readonly MenuItem[])[];
  /** Above the items, such as the six reactions of the sheet. */
  readonly head?: ComponentChildren;
  readonly menuRef?: Ref<HTMLDivElement>;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/** A menu; the island places it and moves the focus in it. */
export function Menu({ label, groups, head, menuRef, onKeyDown }: MenuProps) {
  return (
    <div class="menu" role="menu" aria-label={label} tabIndex={-1} ref={menuRef} onKeyDown={onKeyDown}>
      {head}
      {groups.filter((group) => group.length > 0).map((group, index) => (
        <>
          {index > 0 && <hr />}
          {group.map((item) => (
            <button
              key={item.key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={item.danger ? "danger" : undefined}
              onClick={item.onSelect}
            >
              {item.icon && <Icon name={item.icon} />}
              <span>{item.label}</span>
              {item.shortcut && <kbd>{item.shortcut}</kbd>}
            </button>
          ))}
        </>
      ))}
    </div>
  );
}
