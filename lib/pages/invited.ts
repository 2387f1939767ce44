/** Whoever opens an invitation before signing in is told that it waits behind the form. */
export const isInvited = (next: string): boolean => /^\/join\/[^/]/.test(next);
