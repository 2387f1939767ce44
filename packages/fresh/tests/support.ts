import type { App } from "fresh";
import { APPLY_SNAPSHOT, NO_BUILD, type Snapshot } from "../src/snapshot.ts";

/** Asks an app for a path. */
export function fetchFrom<State>(app: App<State>, path: string, init?: RequestInit): Promise<Response> {
  return app.handler()(new Request(`http://localhost${path}`, init));
}

/** The text an app answers with. */
export async function textOf<State>(app: App<State>, path: string, init?: RequestInit): Promise<string> {
  return await (await fetchFrom(app, path, init)).text();
}

/** What stands inside `<body>`. */
export async function bodyOf<State>(app: App<State>, path = "/"): Promise<string> {
  const html = await textOf(app, path);
  return /<body[^>]*>(.*)<\/body>/s.exec(html)?.[1] ?? html;
}

/** Gives an app what a build would: route files by path, islands by name. */
export function withSnapshot<State>(app: App<State>, parts: Partial<Snapshot>): App<State> {
  app[APPLY_SNAPSHOT]({ ...NO_BUILD, buildId: "b1", entry: "/_fresh/js/b1/fresh-runtime.js", ...parts });
  return app;
}

/** Route files, as a snapshot lists them. Special files are loaded at once, pages on first use. */
export function routeFiles(modules: Record<string, Record<string, unknown>>): Snapshot["routes"] {
  return Object.entries(modules).map(([path, module]) => {
    const isEager = /(^|\/)_/.test(path) || "config" in module;
    return { path, load: () => Promise.resolve(module), module: isEager ? module : undefined };
  });
}

/** Runs `work` with `console.error` and `console.warn` collected instead of printed. */
export async function quietly<T>(work: () => Promise<T>): Promise<{ result: T; printed: unknown[] }> {
  const { error, warn } = console;
  const printed: unknown[] = [];
  console.error = console.warn = (...values: unknown[]) => void printed.push(...values);
  try {
    return { result: await work(), printed };
  } finally {
    Object.assign(console, { error, warn });
  }
}
