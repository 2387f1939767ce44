const PROTOCOLS = new Set(["http:", "https:", "mailto:"]);
/** Full-width punctuation ends an address that was only typed, not bracketed: "https://a.example/b，and". */
const WIDE = /[\u3000-\u303f\uff00-\uffef\u2014\u2018-\u201d\u2026]/;

/** The address if it is one that we link to, else null. */
export function safeHref(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  return PROTOCOLS.has(url.protocol) ? url.href : null;
}

/** An address that was found in running text, and what follows it that is not part of it. */
export function cutAddress(text: string): { readonly address: string; readonly rest: string } {
  const end = text.search(WIDE);
  return end < 0 ? { address: text, rest: "" } : { address: text.slice(0, end), rest: text.slice(end) };
}
