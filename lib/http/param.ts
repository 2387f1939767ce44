/** A part of the path, by its name in the route's file name. A name that the route does not have is a mistake of ours. */
export function param(ctx: { readonly params: Readonly<Record<string, string>> }, name: string): string {
  const value = ctx.params[name];
  if (value === undefined) throw new Error(`This route has no part named ${name}`);
  return value;
}
