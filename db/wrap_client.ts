/** A call of the driver's, whatever it takes: it has many forms. */
// deno-lint-ignore no-explicit-any
export type Ask = (...args: any[]) => unknown;

/**
 * The same client, which asks through `ask` and has `own` in place of its properties of those names. It is a function with
 * the client behind it, not a Proxy: what is made during a call through a Proxy outlives V8's young collections (15.0),
 * which costs a busy server more than its statements.
 */
export function wrapClient<C extends object>(client: C, ask: Ask, own: Readonly<Record<string, Ask>>): C {
  const wrapped = Object.setPrototypeOf((...args: unknown[]) => ask(...args), client);
  for (const [name, value] of Object.entries(own)) Object.defineProperty(wrapped, name, { value });
  return wrapped;
}
