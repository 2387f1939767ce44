import type { ComponentChildren } from "preact";

/** Props of `<Partial>`. */
export interface PartialProps {
  name: string;
  mode?: "replace" | "append" | "prepend";
  children?: ComponentChildren;
}

/** Upstream's partial page updates. This package leaves them out: rendering one throws. */
export function Partial(props: PartialProps): never {
  throw new Error(
    `Cannot render <Partial name="${props.name}">: this build of fresh has no partials or client navigation. ` +
      `Update the page from an island, or delete "links" in deno.json to use upstream Fresh`,
  );
}
