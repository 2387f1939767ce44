/** The two people of a direct chat, from its key; the same twice in a chat with oneself. */
export function pairOf(directKey: string): readonly [string, string] {
  const [one = "", other = ""] = directKey.split(":");
  return [one, other];
}

/** The other person of a direct chat; oneself in a chat with oneself. */
export function receiverOf(directKey: string, authorId: string): string {
  const [one, other] = pairOf(directKey);
  return one === authorId ? other : one;
}
