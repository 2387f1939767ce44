/** An address found in a text: where it stands, and where it leads. */
export interface Address {
  readonly start: number;
  readonly end: number;
  readonly href: string;
}

/** Longer ones are text: every look ahead is bounded, so that no text costs more than its length. */
const LONGEST = 2_000;
const DEEPEST = 8;
const BARE = /(?:https?:\/\/|www\.)[^\s<]{1,2000}/iy;
const BRACKETED = /<([a-z][a-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>/iy;
const HOST = /[\w-]+(?:\.[\w-]+)+/y;
const MAILBOX = /[\w.+-]/;
const WORD = /[\p{L}\p{N}_]/u;
const TRAILING = /[?!.,:;*_~'"\])]/;

/** `https://…` or `www.…` in running text, without the punctuation behind it. */
export function addressAt(text: string, start: number): Address | null {
  // Chinese stands right before an address as Latin does not.
  const before = text[start - 1] ?? "";
  if (WORD.test(before) && before.charCodeAt(0) < 0x2e80) return null;
  const found = matchAt(BARE, text, start);
  if (found === null || found.length >= LONGEST) return null;
  const address = withoutTrailing(found);
  if (!/[\p{L}\p{N}]$|[/=&#%+$-]$|[)]$/u.test(address) || /^(?:https?:\/\/|www\.)$/i.test(address)) return null;
  return { start, end: start + address.length, href: /^www/i.test(address) ? `http://${address}` : address };
}

/** A closing parenthesis belongs to the address if it was opened in it. */
function withoutTrailing(address: string): string {
  let open = 0;
  for (const sign of address) open += sign === "(" ? 1 : sign === ")" ? -1 : 0;
  let end = address.length;
  while (end > 0 && TRAILING.test(address[end - 1] ?? "")) {
    if (address[end - 1] === ")" && open++ >= 0) break;
    end--;
  }
  return address.slice(0, end);
}

/** `<https://…>` or `<ann@example.org>`. */
export function bracketedAt(text: string, start: number): Address | null {
  const close = text.indexOf(">", start);
  if (close < 0 || close - start > LONGEST) return null;
  const found = matchAt(BRACKETED, text, start);
  if (found === null) return null;
  const inner = found.slice(1, -1);
  const isMail = !inner.includes(":");
  return { start, end: start + found.length, href: isMail ? `mailto:${inner}` : inner };
}

/** An e-mail address around an `@`, no further back than `from`. */
export function mailAt(text: string, at: number, from: number): Address | null {
  let start = at;
  while (start > from && at - start < 64 && MAILBOX.test(text[start - 1] ?? "")) start--;
  const host = start === at ? null : matchAt(HOST, text, at + 1);
  if (host === null || host.length > 253) return null;
  const end = at + 1 + host.length;
  return { start, end, href: `mailto:${text.slice(start, end)}` };
}

/** `(address "title")` behind a link's text. */
export function targetAt(text: string, start: number): Address | null {
  if (text[start] !== "(") return null;
  let depth = 0;
  for (let at = start; at < Math.min(text.length, start + LONGEST); at++) {
    const sign = text[at];
    if (sign === "\n" || depth > DEEPEST) return null;
    if (sign === "(") depth++;
    if (sign === ")" && --depth === 0) return { start, end: at + 1, href: hrefIn(text.slice(start + 1, at)) };
  }
  return null;
}

const hrefIn = (inner: string): string => inner.trim().replace(/\s+(?:"[^"]*"|'[^']*')$/, "").replace(/^<(.*)>$/, "$1");

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
