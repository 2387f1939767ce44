import { randomBytes } from "node:crypto";

/** What a build gives to the app. The disk build writes it as a module, the memory build hands it over. */
export interface Snapshot {
  readonly buildId: string;
  readonly root: string;
  readonly mode: "development" | "production";
  /** URLs, without base path, of the browser's entry and of the live-reload client. */
  readonly entry: string;
  readonly reload?: string;
  /** Files of islands: every exported function is one. */
  readonly islands: readonly { name: string; url: string; exports: Record<string, unknown> }[];
  readonly routes: readonly RouteFile[];
  /** By percent-encoded pathname. */
  readonly statics: ReadonlyMap<string, StaticFile>;
}

/** A file below `routes/`, loaded already or on first use. */
export interface RouteFile {
  /** Relative to the folder of routes, with `/`. */
  readonly path: string;
  readonly module?: Record<string, unknown>;
  readonly load: () => Promise<Record<string, unknown>>;
}

/** A file that `staticFiles()` serves; its content, or where that lies. */
export interface StaticFile {
  readonly type: string;
  readonly hash: string;
  readonly content: Uint8Array<ArrayBuffer> | string;
}

/** Key of the app's method that takes a snapshot. Generated code knows only this, so it need not import Fresh. */
export const APPLY_SNAPSHOT: unique symbol = Symbol.for("fresh.snapshot") as never;

/** Forty hex digits that no other build has. */
export function newBuildId(): string {
  return randomBytes(20).toString("hex");
}

/** Under this the stand-in keeps what is its own on a context; app code cannot meet it by accident. */
export const OWN: unique symbol = Symbol("fresh");

/** An app that was never built: no islands, files or static files. */
export const NO_BUILD: Snapshot = {
  buildId: newBuildId(),
  root: ".",
  mode: "production",
  entry: "",
  islands: [],
  routes: [],
  statics: new Map(),
};
