import type { Method } from "../types.ts";

/** What a request path led to. */
export type Match<Target> =
  | {
    readonly kind: "found";
    readonly target: Target;
    readonly pattern: string;
    readonly params: Record<string, string>;
  }
  | {
    readonly kind: "wrong method";
    readonly pattern: string;
    readonly allowed: readonly Method[];
  }
  | { readonly kind: "nothing" };

interface Entry<Target> {
  readonly pattern: string;
  readonly compiled: URLPattern | null;
  readonly targets: Map<Method, Target>;
}

/** Every method a route can be registered for. */
export const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Finds the target of a method and path: exact paths first, then patterns in the order they were added. */
export class Router<Target> {
  readonly #byPattern = new Map<string, Entry<Target>>();
  readonly #exact = new Map<string, Entry<Target>>();
  readonly #patterns: Entry<Target>[] = [];

  /** Adds a target. The first one for the same method and pattern stays. */
  add(method: Method, pattern: string, target: Target): void {
    const { targets } = this.#byPattern.get(pattern) ?? this.#newEntry(pattern);
    if (!targets.has(method)) targets.set(method, target);
  }

  match(method: Method, pathname: string): Match<Target> {
    const allowed = new Set<Method>();
    let pattern = "";
    for (const { entry, params } of this.#candidates(pathname)) {
      const target = entry.targets.get(method) ??
        (method === "HEAD" ? entry.targets.get("GET") : undefined);
      if (target !== undefined) {
        return { kind: "found", target, pattern: entry.pattern, params };
      }
      pattern ||= entry.pattern;
      for (const other of entry.targets.keys()) allowed.add(other);
    }
    return allowed.size > 0 ? { kind: "wrong method", pattern, allowed: [...allowed] } : { kind: "nothing" };
  }

  #newEntry(pattern: string): Entry<Target> {
    const isExact = !/[:*{}+?()]/.test(pattern);
    const entry: Entry<Target> = {
      pattern,
      compiled: isExact ? null : new URLPattern({ pathname: pattern }),
      targets: new Map(),
    };
    this.#byPattern.set(pattern, entry);
    if (isExact) this.#exact.set(withoutSlash(pattern), entry);
    else this.#patterns.push(entry);
    return entry;
  }

  *#candidates(
    pathname: string,
  ): Generator<{ entry: Entry<Target>; params: Record<string, string> }> {
    const exact = this.#exact.get(withoutSlash(pathname));
    if (exact) yield { entry: exact, params: {} };
    for (const entry of this.#patterns) {
      const result = entry.compiled?.exec({ pathname });
      if (result) yield { entry, params: decodeParams(result.pathname.groups) };
    }
  }
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function decodeParams(groups: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value ?? "")]));
}

function decode(value: string): string {
  try {
    return decodeURI(value);
  } catch {
    return value; // malformed escapes stay as they came
  }
}
