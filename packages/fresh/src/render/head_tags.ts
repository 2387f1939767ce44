import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { type HeadPlace, type HeadTag, plainElement } from "../runtime/head.ts";

/** A text that no page contains: it is drawn anew by every process, and never leaves it. */
const MARK = `f:h${crypto.randomUUID()}:`;
const PLACES = new RegExp(`<!--${MARK}(\\d+|end)-->`, "g");

/** The elements of one document's head. A later duplicate takes the place of the earlier one. */
export class HeadTags {
  readonly #literal: HeadTag[] = [];
  readonly #moved: HeadTag[] = [];

  /** Keeps an element, and returns what stands for it in the tree meanwhile. */
  take(tag: HeadTag, place: HeadPlace): ComponentChildren {
    // In an array, for a fragment that is all a component returns is flattened away.
    if (place === "literal") return [comment(`${MARK}${this.#literal.push(tag) - 1}`)];
    const list = [this.#moved, this.#literal].find((one) => one.some((other) => isDuplicate(other, tag)));
    if (list) list[list.findIndex((other) => isDuplicate(other, tag))] = tag;
    else this.#moved.push(tag);
    return null;
  }

  /** Where the moved elements will be written. */
  end(): VNode {
    return comment(`${MARK}end`);
  }

  /** Writes the elements into the places that were kept for them. */
  fill(html: string): string {
    const end = html.indexOf("</head>");
    const write = (_: string, place: string) =>
      place === "end" ? this.renderMoved() : render(this.#literal[Number(place)]);
    return html.slice(0, end).replace(PLACES, write) + html.slice(end);
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
