const field = (): HTMLTextAreaElement | null => document.querySelector<HTMLTextAreaElement>("#composer");

/** Puts the cursor into the composer, at its end; with a text, after that text. */
export function focusComposer(text?: string): void {
  requestAnimationFrame(() => {
    const composer = field();
    if (!composer) return;
    if (text !== undefined) {
      composer.value = text;
      composer.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    composer.focus({ preventScroll: true });
    composer.setSelectionRange(composer.value.length, composer.value.length);
  });
}

/** Puts the focus on a message, as the keys of the timeline do. */
export function focusMessage(element: Element | null | undefined): void {
  const article = element?.querySelector<HTMLElement>("article");
  article?.focus();
  article?.scrollIntoView({ block: "nearest" });
}

/** Whether the main pointer is a mouse: a finger would be met by a keyboard over half the screen. */
export const hasFinePointer = (): boolean => matchMedia("(pointer: fine)").matches;
