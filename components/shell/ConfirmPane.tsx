import type { ComponentChildren } from "preact";
import { PagePane } from "./PagePane.tsx";

export interface ConfirmPaneProps {
  readonly title: string;
  readonly line: string;
  readonly action: string;
  /** What the button says: the act, not "OK". */
  readonly button: string;
  readonly cancel: { readonly href: string; readonly label: string };
  readonly danger?: boolean;
  /** Hidden fields. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly children?: ComponentChildren;
}

/** A question before something that cannot be taken back. */
export function ConfirmPane(props: ConfirmPaneProps) {
  const { title, line, action, button, cancel, danger = true, fields = {}, children } = props;
  return (
    <PagePane title={title} lead={line} back={cancel}>
      <form class="stack" method="post" action={action}>
        {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        {children}
        <p class="ways">
          <a class="button" href={cancel.href}>{cancel.label}</a>
          <button type="submit" class={danger ? "button danger" : "button primary"}>{button}</button>
        </p>
      </form>
    </PagePane>
  );
}
