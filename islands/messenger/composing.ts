/** An input method is choosing among characters: its keys belong to it. Safari tells only by the key code. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
