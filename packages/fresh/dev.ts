/**
 * The builder: bundles islands, and serves the app while it is being written.
 * @module
 */
export { Builder, type BuildOptions } from "./src/dev/builder.ts";
export type { ResolvedBuildConfig } from "./src/dev/build.ts";
