import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { type HeadPlace, type HeadTag, plainElement } from "../runtime/head.ts";

/** The elements of one document's head. A later duplicate takes the place of the earlier one. */
export class HeadTags {
  readonly #literal: HeadTag[] = [];
  readonly #moved: HeadTag[] = [];

  /** Keeps an element, and returns what stands in its place in the tree. */
  take(tag: HeadTag, place: HeadPlace): ComponentChildren {
    if (place === "literal") {
      this.#literal.push(tag);
      return plainElement(withKey(tag));
    }
    const at = this.#moved.findIndex((other) => isDuplicate(other, tag));
    this.#moved.splice(at < 0 ? this.#moved.length : at, 1, tag);
    return null;
  }

  /** Writes the moved elements into a finished document: over what they replace, or at the end of its head. */
  fill(html: string): string {
    if (this.#moved.length === 0) return html;
    const end = html.indexOf("</head>");
    let [head, added] = [html.slice(0, end), ""];
    for (const tag of this.#moved) {
      const replaced = this.#literal.findLast((other) => isDuplicate(other, tag));
      if (replaced) head = head.replace(render(replaced), () => render(tag));
      else added += render(tag);
    }
    return head + added + html.slice(end);
  }
}

/** A comment in the markup. */
export function comment(text: string): VNode {
  return h(Fragment, { UNSTABLE_comment: text } as object);
}

function render(tag: HeadTag): string {
  return renderToString(plainElement(withKey(tag)));
}

/** The key is written out, for the browser to find the element by. */
function withKey(tag: HeadTag): HeadTag {
  return tag.key === null ? tag : { ...tag, props: { ...tag.props, "data-key": tag.key } };
}

function isDuplicate(a: HeadTag, b: HeadTag): boolean {
  if (a.type !== b.type || a.type === "title") return a.type === b.type;
  return a.key === b.key && (a.key !== null || identity(a) === identity(b));
}

/** What makes two elements without a key the same one: all attributes but the value they carry, whatever they contain. */
function identity({ type, props }: HeadTag): string {
  const ignored = ["children", type === "meta" ? "content" : type === "link" ? "href" : ""];
  const attributes = Object.entries(props).filter(([name]) => !ignored.includes(name));
  return JSON.stringify(attributes.sort(([a], [b]) => a < b ? -1 : 1));
}
