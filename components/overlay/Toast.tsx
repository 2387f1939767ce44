import type { ComponentChildren } from "preact";
import { Icon } from "../icons/Icon.tsx";

export interface ToastProps {
  readonly kind: "done" | "error" | "info";
  readonly children: ComponentChildren;
  /** Undo or Reload. */
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

/** A short word that leaves by itself; never for an error that needs an act. It stands in a place with `role="status"`. */
export function Toast({ kind, children, action }: ToastProps) {
  return (
    <div class={`toast ${kind}`}>
      {kind !== "info" && <Icon name={kind === "done" ? "circle-check" : "circle-alert"} />}
      <p>{children}</p>
      {action && <button type="button" class="plain" onClick={action.onClick}>{action.label}</button>}
    </div>
  );
}
