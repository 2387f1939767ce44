type Props = Record<string, unknown>;

/** Where the visitor is. */
export interface Here {
  readonly path: string;
  readonly search: string;
}

/** Reads the current place once for all links of a page. */
export function hereOf({ pathname, search }: URL): Here {
  return { path: withoutSlash(pathname), search };
}

/** Props of an `<a>`, marked if it leads to the current page or to an ancestor of it. */
export function linkProps(props: Props, here: Here): Props {
  const { href } = props;
  if (typeof href !== "string" || !href.startsWith("/") || href.startsWith("//")) return props;
  const end = href.search(/[?#]/);
  const path = withoutSlash(end < 0 ? href : href.slice(0, end));
  if (path !== here.path && path !== "/" && !here.path.startsWith(`${path}/`)) return props;
  const search = /^[^#?]*(\?[^#]*)/.exec(href)?.[1] ?? here.search;
  if (path === here.path && search === here.search) return { "aria-current": "page", ...props, "data-current": "true" };
  return { "aria-current": "true", ...props, "data-ancestor": "true" };
}

/** A path without the slash at its end; the root keeps it. */
export function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
