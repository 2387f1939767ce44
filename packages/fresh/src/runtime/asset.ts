/** The query parameter that makes a static file's URL change with every build. */
export const CACHE_KEY = "__frsh_c";

let buildId = "";

/** Says which build `asset()` names. The server sets it per request, the browser once, at boot. */
export function setBuildId(id: string): void {
  buildId = id;
}

/** A root-relative URL with the build id added, so that it can be cached for ever. Other URLs are left alone. */
export function asset(path: string): string {
  if (!/^\/(?!\/)/.test(path) || buildId === "" || path.includes(`${CACHE_KEY}=`)) return path;
  const [, before = "", hash = ""] = /^([^#]*)(.*)$/s.exec(path) ?? [];
  return `${before}${before.includes("?") ? "&" : "?"}${CACHE_KEY}=${buildId}${hash}`;
}

/** `asset()` for every candidate of a `srcset`. */
export function assetSrcSet(srcset: string): string {
  if (srcset.includes("(")) return srcset; // image-set() and the like: not a plain list
  return srcset.replace(/(^|,)(\s*)([^\s,]+)/g, (_, comma, space, url) => comma + space + asset(url));
}

/** Props of an `<img>` or `<source>` with `src` and `srcset` tied to the build. */
export function withAssets(props: Record<string, unknown>): Record<string, unknown> {
  const { src, srcset, srcSet } = props;
  const isRemote = srcset === undefined && srcSet === undefined && !(typeof src === "string" && src.startsWith("/"));
  if (isRemote || "data-fresh-disable-lock" in props) return props;
  return {
    ...props,
    ...typeof src === "string" && { src: asset(src) },
    ...typeof srcset === "string" && { srcset: assetSrcSet(srcset) },
    ...typeof srcSet === "string" && { srcSet: assetSrcSet(srcSet) },
  };
}
