const WORD = /[\p{L}\p{N}_]/u;
const SPACE = /\s/;

/**
 * Whether signs of emphasis may begin one, by what stands around them. Chinese has no spaces, so for `*` and `~` only
 * space counts; `_` stands inside names and words, and means nothing there.
 */
export const mayOpen = (sign: string, before: string, after: string): boolean =>
  !SPACE.test(after) && (sign !== "_" || !(WORD.test(before) || before === "@"));

/** Whether they may end one. */
export const mayClose = (sign: string, before: string, after: string): boolean =>
  !SPACE.test(before) && (sign !== "_" || !WORD.test(after));
