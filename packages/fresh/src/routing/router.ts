import { withoutSlash } from "../render/links.ts";
import type { Method } from "../types.ts";

/** What a request path led to: a target, or the methods that would have one. */
export interface Match<Target> {
  readonly target?: Target;
  readonly pattern: string | null;
  readonly params: Record<string, string>;
  readonly allowed: readonly Method[];
}

interface Entry<Target> {
  readonly pattern: string;
  readonly compiled: URLPattern | null;
  readonly targets: Map<Method, Target>;
}

/** Every method a route can be registered for. */
export const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Finds the target of a method and path: exact paths first, then patterns in the order they were added. */
export class Router<Target> {
  readonly #entries = new Map<string, Entry<Target>>();

  /** Adds a target. The first one for the same method and pattern stays. */
  add(method: Method, pattern: string, target: Target): void {
    const isExact = !/[:*{}+?()]/.test(pattern);
    const key = isExact ? withoutSlash(pattern) : pattern;
    const entry = this.#entries.get(key) ??
      { pattern, compiled: isExact ? null : new URLPattern({ pathname: pattern }), targets: new Map() };
    this.#entries.set(key, entry);
    if (!entry.targets.has(method)) entry.targets.set(method, target);
  }

  match(method: Method, pathname: string): Match<Target> {
    const allowed = new Set<Method>();
    for (const { pattern, targets, params } of this.#candidates(pathname)) {
      const target = targets.get(method) ?? (method === "HEAD" ? targets.get("GET") : undefined);
      if (target !== undefined) return { target, pattern, params, allowed: [] };
      for (const other of targets.keys()) allowed.add(other);
    }
    return { pattern: null, params: {}, allowed: METHODS.filter((one) => allowed.has(one)) };
  }

  *#candidates(pathname: string): Generator<Entry<Target> & { params: Record<string, string> }> {
    const exact = this.#entries.get(withoutSlash(pathname));
    if (exact?.compiled === null) yield { ...exact, params: {} };
    for (const entry of this.#entries.values()) {
      const result = entry.compiled?.exec({ pathname });
      if (result) yield { ...entry, params: decodeParams(result.pathname.groups) };
    }
  }
}

function decodeParams(groups: Record<string, string | undefined>): Record<string, string> {
  const decode = (value: string): string => {
    try {
      return decodeURI(value);
    } catch {
      return value; // malformed escapes stay as they came
    }
  };
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value ?? "")]));
}
