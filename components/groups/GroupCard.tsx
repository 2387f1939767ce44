import type { ComponentChildren } from "preact";
import { Avatar } from "../people/Avatar.tsx";

export interface GroupCardProps {
  readonly id: string;
  readonly name: string;
  readonly avatar: string;
  readonly line: string;
  readonly members: string;
  /** Where the name leads; without it, it is only a name. */
  readonly href?: string;
  readonly children?: ComponentChildren;
}

/** A group in a list: face, name, what it is for, how many are in it, and something to do. */
export function GroupCard({ id, name, avatar, line, members, href, children }: GroupCardProps) {
  return (
    <li class="groupcard">
      <Avatar id={id} name={name} picture={avatar} kind="group" />
      <div>
        <p class="name cut">{href === undefined ? name : <a href={href}>{name}</a>}</p>
        {line !== "" && <p class="hint">{line}</p>}
        <p class="hint">{members}</p>
      </div>
      {children}
    </li>
  );
}
