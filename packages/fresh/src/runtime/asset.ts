/** The query parameter that makes a static file's URL change with every build. */
export const CACHE_KEY = "__frsh_c";

let buildId = "";

/** Says which build `asset()` names. The server sets it per request, the browser once, at boot. */
export function setBuildId(id: string): void {
  buildId = id;
}

/** A root-relative URL with the build id added, so that it can be cached for ever. Other URLs are left alone. */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//") || buildId === "") {
    return path;
  }
  const url = new URL(path, "http://local");
  if (url.searchParams.has(CACHE_KEY)) return path;
  const hashAt = path.indexOf("#");
  const [before, hash] = hashAt < 0 ? [path, ""] : [path.slice(0, hashAt), path.slice(hashAt)];
  return `${before}${before.includes("?") ? "&" : "?"}${CACHE_KEY}=${buildId}${hash}`;
}

/** `asset()` for every candidate of a `srcset`. */
export function assetSrcSet(srcset: string): string {
  if (srcset.includes("(")) return srcset; // image-set() and the like: not a plain list
  return srcset.split(",").map((candidate) => {
    const [, space, url, rest] = /^(\s*)(\S*)(.*)$/s.exec(candidate) ?? [];
    return url ? `${space}${asset(url)}${rest}` : candidate;
  }).join(",");
}

/** Props of an `<img>` or `<source>` with `src` and `srcset` tied to the build. */
export function withAssets<Props extends Record<string, unknown>>(props: Props): Props {
  if ("data-fresh-disable-lock" in props) return props;
  const changed: Record<string, unknown> = { ...props };
  if (typeof props.src === "string") changed.src = asset(props.src);
  for (const name of ["srcset", "srcSet"]) {
    const value = props[name];
    if (typeof value === "string") changed[name] = assetSrcSet(value);
  }
  return changed as Props;
}
