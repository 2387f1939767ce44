/** Where an edit, recall or reaction stands: its own number and that of the message it changed. */
export interface Change {
  readonly conversationId: string;
  readonly messageId: string;
  readonly messageSeq: number;
  /** The number of the new fact, or of the one that made it so before. */
  readonly seq: number;
}
