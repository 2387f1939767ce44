import { useEffect } from "preact/hooks";
import { Signal } from "@preact/signals";
import type { HeadTag } from "../runtime/head.ts";

const ATTRIBUTES: Readonly<Record<string, string>> = { className: "class", httpEquiv: "http-equiv", htmlFor: "for" };

/** Writes an element into the live head whenever its component renders. */
export function useHeadTag(tag: HeadTag): void {
  const text = textOf(tag.props.children); // read here, so that a signal among the children renders this again
  useEffect(() => {
    if (tag.type === "title") document.title = text;
    else write(tag, text);
  });
}

function write(tag: HeadTag, text: string): void {
  const element = find(tag) ??
    document.head.appendChild(document.createElement(tag.type));
  if (tag.key !== null) element.setAttribute("data-key", String(tag.key));
  for (const [name, value] of Object.entries(tag.props)) {
    writeProp(element, ATTRIBUTES[name] ?? name, value);
  }
  if (text && element.textContent !== text) element.textContent = text;
}

function writeProp(element: Element, name: string, value: unknown): void {
  if (name === "children" || name === "key" || name === "ref" || typeof value === "function") return;
  if (name === "dangerouslySetInnerHTML") {
    element.innerHTML = (value as { __html: string }).__html;
  } else if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value === true ? "" : String(value instanceof Signal ? value.value : value));
  }
}

/** The element that this one is another version of. */
function find({ type, key, props }: HeadTag): Element | null {
  const by = (name: string, value: unknown): Element | null =>
    (value ?? null) === null ? null : document.head.querySelector(`${type}[${name}="${CSS.escape(String(value))}"]`);
  if (key !== null) return by("data-key", key);
  return by("id", props.id) ??
    (type === "meta" ? by("name", props.name) : null) ??
    (type === "link" ? by("rel", props.rel) : null);
}

function textOf(children: unknown): string {
  if (Array.isArray(children)) return children.map(textOf).join("");
  if (children instanceof Signal) return textOf(children.value);
  return typeof children === "string" || typeof children === "number" ? String(children) : "";
}
