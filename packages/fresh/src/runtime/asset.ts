/** The query parameter that makes a static file's URL change with every build. */
export const CACHE_KEY = "__frsh_c";

let key = "";

/** Says which build `asset()` names. The server sets it per request, the browser once, at boot. */
export function setBuildId(id: string): void {
  key = id && `${CACHE_KEY}=${id}`;
}

/** A root-relative URL with the build id added, so that it can be cached for ever. Other URLs are left alone. */
export function asset(path: string): string {
  if (key === "" || path[0] !== "/" || path[1] === "/") return path;
  const hashAt = path.indexOf("#");
  if (hashAt >= 0) return asset(path.slice(0, hashAt)) + path.slice(hashAt);
  if (!path.includes("?")) return `${path}?${key}`;
  return path.includes(`${CACHE_KEY}=`) ? path : `${path}&${key}`;
}

/** `asset()` for every candidate of a `srcset`. */
export function assetSrcSet(srcset: string): string {
  if (srcset.includes("(")) return srcset; // image-set() and the like: not a plain list
  // A comma ends a candidate only before a space or after its size: `data:` URLs hold commas of their own.
  return srcset.replace(/(^\s*|,\s+|\s[\d.]+[wxh],)(\S+?)(?=,?(?:\s|$))/g, (_, before, url) => before + asset(url));
}

/** Ties `src` and `srcset` of an `<img>` or `<source>` to the build, in place: what is tied already stays as it is. */
export function tieToBuild(props: Record<string, unknown>): void {
  if (props["data-fresh-disable-lock"] !== undefined) return;
  const { src, srcset, srcSet } = props;
  if (typeof src === "string") props.src = asset(src);
  if (typeof srcset === "string") props.srcset = assetSrcSet(srcset);
  if (typeof srcSet === "string") props.srcSet = assetSrcSet(srcSet);
}
