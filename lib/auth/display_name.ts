/** First and last name if given, else the user name. */
export const displayName = (
  user: { readonly username: string; readonly firstName: string; readonly lastName: string },
): string => `${user.firstName} ${user.lastName}`.trim() || user.username;
