/** Errors of settings and stores whose message is a sentence for the operator, to be shown without a stack. */
const NAMES = new Set(["ConfigError", "StoreLockedError", "StoreUnavailableError", "MigrationError"]);

/** The sentence of such an error; null for any other, which is a fault of ours. */
export const operatorSentence = (error: unknown): string | null =>
  error instanceof Error && NAMES.has(error.name) ? error.message : null;
