import type { ComponentChildren } from "preact";

/** The error for what upstream has and this package leaves out. */
export function unsupported(what: string, instead: string): Error {
  return new Error(
    `Cannot use ${what}: this build of fresh leaves it out. ${instead}, or delete "links" in deno.json to use upstream`,
  );
}

/** Props of `<Partial>`. */
export interface PartialProps {
  name: string;
  mode?: "replace" | "append" | "prepend";
  children?: ComponentChildren;
}

/** Upstream's partial page updates. Rendering one throws. */
export function Partial({ name }: PartialProps): never {
  throw unsupported(`<Partial name="${name}">`, "Update the page from an island");
}
