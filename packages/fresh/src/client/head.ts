import { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { HeadTag } from "../runtime/head.ts";

const ATTRIBUTES: Readonly<Record<string, string>> = { className: "class", httpEquiv: "http-equiv" };

/** Writes an element into the live head whenever its component renders. */
export function useHeadTag(tag: HeadTag): void {
  const text = textOf(tag.props.children); // read here, so that a signal among the children renders this again
  const own = useRef<Element | null>(null);
  useEffect(() => {
    if (tag.type === "title") return void (document.title = text);
    own.current = find(tag) ?? own.current ?? adopt(tag, text);
    write(own.current, tag, text);
  });
}

/** The element that the server has written already, or a new one. */
function adopt(tag: HeadTag, text: string): Element {
  const made = document.createElement(tag.type);
  write(made, tag, text);
  const isSame = (other: Element): boolean => {
    const bare = other.cloneNode(true) as Element;
    bare.removeAttribute("nonce");
    return bare.isEqualNode(made);
  };
  return [...document.head.querySelectorAll(tag.type)].find(isSame) ?? document.head.appendChild(made);
}

function write(element: Element, { props, key }: HeadTag, text: string): void {
  for (const [prop, given] of Object.entries({ ...props, "data-key": key })) {
    const name = ATTRIBUTES[prop] ?? prop;
    const value = given instanceof Signal ? given.value : given;
    if (name === "children" || name === "dangerouslySetInnerHTML" || typeof value === "function") continue;
    if ((value ?? false) === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== `${value}`) element.setAttribute(name, value === true ? "" : `${value}`);
  }
  const html = (props.dangerouslySetInnerHTML as { __html?: string } | undefined)?.__html;
  if (html !== undefined) element.innerHTML = html;
  const box = element instanceof HTMLTemplateElement ? element.content : element;
  if (html === undefined && box.textContent !== text) box.textContent = text;
}

/** The element that this one is another version of. */
function find({ type, key, props }: HeadTag): Element | null {
  const by = (name: string, value: unknown): Element | null => {
    return value ? document.head.querySelector(`${type}[${name}="${CSS.escape(`${value}`)}"]`) : null;
  };
  if (key !== null) return by("data-key", key);
  return by("id", props.id) ?? by("name", type === "meta" && props.name) ?? by("rel", type === "link" && props.rel);
}

function textOf(children: unknown): string {
  if (children instanceof Signal) return textOf(children.value);
  if (Array.isArray(children)) return children.map(textOf).join("");
  return ["string", "number"].includes(typeof children) ? `${children}` : "";
}
