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
  add(method: Method, path: string, target: Target): void {
    const { targets } = this.#entries.get(path) ?? this.#addEntry(path);
    if (!targets.has(method)) targets.set(method, target);
  }

  match(method: Method, pathname: string): Match<Target> {
    const missed: Entry<Target>[] = [];
    for (const [entry, params] of this.#candidates(pathname)) {
      const { pattern, targets } = entry;
      const target = targets.get(method) ?? (method === "HEAD" ? targets.get("GET") : undefined);
      if (target !== undefined) return { target, pattern, params, allowed: [] };
      missed.push(entry);
    }
    const allowed = METHODS.filter((one) => missed.some(({ targets }) => targets.has(one)));
    return { pattern: missed[0]?.pattern ?? null, params: {}, allowed };
  }

  #addEntry(path: string): Entry<Target> {
    const compiled = /[:*{}+?()]/.test(path) ? new URLPattern({ pathname: path }) : null;
    const entry: Entry<Target> = { pattern: compiled?.pathname ?? path, compiled, targets: new Map() };
    this.#entries.set(path, entry);
    return entry;
  }

  *#candidates(pathname: string): Generator<[Entry<Target>, Record<string, string>]> {
    const otherForm = pathname.endsWith("/") ? pathname.slice(0, -1) : `${pathname}/`;
    for (const path of [pathname, otherForm]) {
      const exact = this.#entries.get(path);
      if (exact?.compiled === null) yield [exact, {}];
    }
    for (const entry of this.#entries.values()) {
      const result = entry.compiled?.exec({ pathname });
      if (result) yield [entry, decodeParams(result.pathname.groups)];
    }
  }
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
