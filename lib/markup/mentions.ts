/** Someone mentioned in a message, by the names that may stand behind its `@`. */
export interface Mentioned {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

export type Piece = string | { readonly mentioned: Mentioned };

/**
 * Cuts running text at the mentions in it. Only people whom the server found mentioned count, and the longest name wins;
 * no word boundary is asked for behind the name, because Chinese has none.
 */
export function splitMentions(text: string, mentioned: readonly Mentioned[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0 && mentioned.length > 0; at = text.indexOf("@", at + 1)) {
    const found = longestName(text, at + 1, mentioned);
    if (!found) continue;
    if (at > from) pieces.push(text.slice(from, at));
    pieces.push({ mentioned: found.mentioned });
    from = at + 1 + found.length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

function longestName(text: string, at: number, people: readonly Mentioned[]) {
  let best: { mentioned: Mentioned; length: number } | null = null;
  for (const mentioned of people) {
    for (const name of [mentioned.username, mentioned.displayName]) {
      const stands = text.slice(at, at + name.length).toLowerCase() === name.toLowerCase();
      if (name !== "" && stands && name.length > (best?.length ?? 0)) best = { mentioned, length: name.length };
    }
  }
  return best;
}
