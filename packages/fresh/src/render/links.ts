type Props = Record<string, unknown>;

/** Props of an `<a>`, marked if it leads to the current page or to an ancestor of it. */
export function linkProps(props: Props, current: URL): Props {
  const { href } = props;
  if (typeof href !== "string" || !href.startsWith("/") || href.startsWith("//")) return props;
  const [target = "", search] = href.replace(/#.*$/, "").split("?", 2);
  const path = withoutSlash(target);
  const here = withoutSlash(current.pathname);
  if (path === here && (search === undefined || `?${search}` === current.search)) {
    return { "aria-current": "page", ...props, "data-current": "true" };
  }
  if (path === here || path === "/" || here.startsWith(`${path}/`)) {
    return { "aria-current": "true", ...props, "data-ancestor": "true" };
  }
  return props;
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
