/** A call of the driver's, whatever it takes: it has many forms. */
export type Ask = (...args: never[]) => unknown;

/**
 * The same client, which asks through `ask` and has `own` in place of its properties of those names. A function with the
 * client behind it and no Proxy: a loop of nothing but statements left a third of what it made to V8's full collections
 * when it asked through a Proxy, and nothing without (V8 15.0).
 */
export function wrapClient<C extends object>(client: C, ask: Ask, own: Readonly<Record<string, Ask>>): C {
  const wrapped = Object.setPrototypeOf((...args: unknown[]) => Reflect.apply(ask, undefined, args), client);
  for (const [name, value] of Object.entries(own)) Object.defineProperty(wrapped, name, { value });
  return wrapped;
}
