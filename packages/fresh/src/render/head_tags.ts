import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { type HeadPlace, type HeadTag, plainElement } from "../runtime/head.ts";

/** The elements of one document's head. A later duplicate takes the place of the earlier one. */
export class HeadTags {
  readonly #literal: HeadTag[] = [];
  readonly #moved: HeadTag[] = [];
  /** A text that no page can contain by chance. */
  readonly #mark = `f:h${crypto.randomUUID()}:`;

  /** Keeps an element, and returns what stands for it in the tree meanwhile. */
  take(tag: HeadTag, place: HeadPlace): ComponentChildren {
    // In an array, for a fragment that is all a component returns is flattened away.
    if (place === "literal") return [comment(`${this.#mark}${this.#literal.push(tag) - 1}`)];
    const list = [this.#moved, this.#literal].find((one) => one.some((other) => isDuplicate(other, tag)));
    if (list) list[list.findIndex((other) => isDuplicate(other, tag))] = tag;
    else this.#moved.push(tag);
    return null;
  }

  /** Where the moved elements will be written. */
  end(): VNode {
    return comment(`${this.#mark}end`);
  }

  /** Writes the elements into the places that were kept for them. */
  fill(html: string): string {
    const places = new RegExp(`<!--${this.#mark}(\\d+|end)-->`, "g");
    return html.replace(places, (_, place) => place === "end" ? this.renderMoved() : render(this.#literal[place]));
  }

  renderMoved(): string {
    return this.#moved.map(render).join("");
  }
}

/** A comment in the markup. */
export function comment(text: string): VNode {
  return h(Fragment, { UNSTABLE_comment: text } as object);
}

function render(tag: HeadTag | undefined): string {
  if (!tag) return "";
  const props = tag.key === null ? tag.props : { ...tag.props, "data-key": tag.key };
  return renderToString(plainElement({ ...tag, props }));
}

function isDuplicate(a: HeadTag, b: HeadTag): boolean {
  if (a.type !== b.type || a.type === "title") return a.type === b.type;
  return a.key === b.key && (a.key !== null || identity(a) === identity(b));
}

/** What makes two elements without a key the same one: all attributes but the value they carry. */
function identity({ type, props }: HeadTag): string {
  const value = type === "meta" ? "content" : type === "link" ? "href" : null;
  return JSON.stringify(Object.entries(props).filter(([name]) => name !== value).sort(([a], [b]) => a < b ? -1 : 1));
}
