const LINES = 20;
const CHARACTERS = 1_800;

/** Whether a message is so long that it is shown folded: over twenty lines as typed, or as many as that takes on the page. */
export function isLong(text: string): boolean {
  if (text.length > CHARACTERS) return true;
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines > LINES;
}
