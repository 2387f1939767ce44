import type { ComponentChildren, Ref } from "preact";

export interface DialogProps {
  /** Ends up as `aria-labelledby`. */
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
  /** Buttons, the primary one last. */
  readonly actions?: ComponentChildren;
  readonly dialogRef?: Ref<HTMLDialogElement>;
  /** The browser's Escape included. */
  readonly onClose?: () => void;
  /** A click beside the dialog. */
  readonly onBackdrop?: (event: MouseEvent) => void;
}

/** A modal question; a sheet from below on a phone. The island opens it with `showModal`, which keeps and gives back focus. */
export function Dialog({ id, title, children, actions, dialogRef, onClose, onBackdrop }: DialogProps) {
  return (
    <dialog
      class="dialog"
      aria-labelledby={`${id}-title`}
      ref={dialogRef}
      onClose={onClose}
      onClick={onBackdrop && ((event) => event.target === event.currentTarget && onBackdrop(event))}
    >
      <div class="inner">
        <h2 id={`${id}-title`}>{title}</h2>
        {children}
        {actions && <div class="actions">{actions}</div>}
      </div>
    </dialog>
  );
}
