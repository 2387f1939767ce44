import { Icon } from "@/components/icons/Icon.tsx";

export interface InstanceRow {
  readonly id: string;
  readonly name: string;
  readonly isSelf: boolean;
  /** What is said of it, in words. */
  readonly facts: readonly string[];
}

export interface InstanceListProps {
  readonly instances: readonly InstanceRow[];
  /** Said of the one that made the page. */
  readonly self: string;
  readonly comma: string;
}

/** The instances behind this address. */
export function InstanceList({ instances, self, comma }: InstanceListProps) {
  return (
    <ul class="rowsbox">
      {instances.map(({ id, name, isSelf, facts }) => (
        <li class="setting" key={id}>
          <Icon name="server" />
          <div>
            <p class="name">
              <bdi>{name}</bdi>
              {isSelf && <span class="role owner">{self}</span>}
            </p>
            <p class="hint">{facts.join(comma)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
