/** The query parameter that makes a static file's URL change with every build. */
export const CACHE_KEY = "__frsh_c";

let buildId = "";

/** Says which build `asset()` names. The server sets it per request, the browser once, at boot. */
export function setBuildId(id: string): void {
  buildId = id;
}

/** A root-relative URL with the build id added, so that it can be cached for ever. Other URLs are left alone. */
export function asset(path: string): string {
  const isOurs = buildId !== "" && path.startsWith("/") && !path.startsWith("//");
  if (!isOurs || path.includes(`${CACHE_KEY}=`)) return path;
  const hashAt = path.indexOf("#");
  const end = hashAt < 0 ? path.length : hashAt;
  const joint = path.slice(0, end).includes("?") ? "&" : "?";
  return `${path.slice(0, end)}${joint}${CACHE_KEY}=${buildId}${path.slice(end)}`;
}

/** `asset()` for every candidate of a `srcset`. */
export function assetSrcSet(srcset: string): string {
  if (srcset.includes("(")) return srcset; // image-set() and the like: not a plain list
  // A comma ends a candidate only before a space or after its size: `data:` URLs hold commas of their own.
  return srcset.replace(/(^\s*|,\s+|\s[\d.]+[wxh],)(\S+?)(?=,?(?:\s|$))/g, (_, before, url) => before + asset(url));
}

/** Props of an `<img>` or `<source>` with `src` and `srcset` tied to the build. */
export function withAssets(props: Record<string, unknown>): Record<string, unknown> {
  if ("data-fresh-disable-lock" in props) return props;
  const changed = { ...props };
  if (typeof props.src === "string") changed.src = asset(props.src);
  if (typeof props.srcset === "string") changed.srcset = assetSrcSet(props.srcset);
  if (typeof props.srcSet === "string") changed.srcSet = assetSrcSet(props.srcSet);
  return changed;
}
