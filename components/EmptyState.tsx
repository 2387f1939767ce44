import type { ComponentChildren } from "preact";

export interface EmptyStateProps {
  readonly title?: string;
  /** One sentence that says what is missing. */
  readonly line: string;
  /** A face or a mark above it. */
  readonly picture?: ComponentChildren;
  /** The way on: links or buttons. */
  readonly children?: ComponentChildren;
}

/** Nothing here yet: a sentence and a way on. */
export function EmptyState({ title, line, picture, children }: EmptyStateProps) {
  return (
    <div class="empty">
      {picture}
      {title !== undefined && <p class="name">{title}</p>}
      <p>{line}</p>
      {children}
    </div>
  );
}
