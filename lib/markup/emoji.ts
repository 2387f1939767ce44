const ONE = String
  .raw`(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}{2})(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*`;
const FEW = new RegExp(`^(?:${ONE}\\s*){1,3}$`, "u");

/** Whether a message is nothing but one to three emoji: it is then shown large. */
export const isFewEmoji = (text: string): boolean => text.length <= 60 && FEW.test(text.trim());
