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

/** Props of an `<a>`, marked if it leads to the current page or to an ancestor of it. The author's own mark stands. */
export function linkProps(props: Props, here: Here): Props {
  const { href } = props;
  if (typeof href !== "string" || href[0] !== "/" || href[1] === "/" || props["aria-current"] !== undefined) {
    return props;
  }
  const hashAt = href.indexOf("#");
  const address = hashAt < 0 ? href : href.slice(0, hashAt);
  const queryAt = address.indexOf("?");
  const path = withoutSlash(queryAt < 0 ? address : address.slice(0, queryAt));
  const search = queryAt < 0 ? here.search : address.slice(queryAt);
  if (path === here.path && search === here.search) return { ...props, "data-current": "true", "aria-current": "page" };
  const isAncestor = here.path.startsWith(path) && (path === "/" || [undefined, "/"].includes(here.path[path.length]));
  return isAncestor ? { ...props, "data-ancestor": "true", "aria-current": "true" } : props;
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
