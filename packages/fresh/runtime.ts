/**
 * What pages and islands may import: safe on both sides, and free of server code.
 * @module
 */
export { asset, assetSrcSet } from "./src/runtime/asset.ts";
export { Head, type HeadProps } from "./src/runtime/head.ts";
export { HttpError } from "./src/runtime/http_error.ts";
export { Partial, type PartialProps } from "./src/runtime/unsupported.ts";

/** True in the browser, false on the server. */
export const IS_BROWSER: boolean = typeof document !== "undefined";
