const encoder = new TextEncoder();

/** Bytes of a text in UTF-8. */
export const byteLength = (text: string): number => encoder.encode(text).length;

/** Whether a text has more than so many bytes. Counts only where the number of characters leaves a doubt. */
export const isTooLarge = (text: string, mostBytes: number): boolean =>
  text.length > mostBytes || (text.length * 3 > mostBytes && byteLength(text) > mostBytes);
