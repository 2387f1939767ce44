import type { ComponentChildren } from "preact";
import { Icon } from "../icons/Icon.tsx";

export interface ToastProps {
  readonly kind: "done" | "error" | "info";
  readonly children: ComponentChildren;
  /** Undo or Reload. */
  readonly action?: { readonly label: string; readonly onClick: () => void };
  readonly onPointerEnter?: () => void;
  readonly onPointerLeave?: () => void;
}

/** A short word that leaves by itself; never for an error that needs an act. */
export function Toast({ kind, children, action, onPointerEnter, onPointerLeave }: ToastProps) {
  return (
    <div class={`toast ${kind}`} role="status" onPointerEnter={onPointerEnter} onPointerLeave={onPointerLeave}>
      {kind !== "info" && <Icon name={kind === "done" ? "circle-check" : "circle-alert"} />}
      <p>{children}</p>
      {action && <button type="button" class="plain" onClick={action.onClick}>{action.label}</button>}
    </div>
  );
}
