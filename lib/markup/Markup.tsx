import type { ComponentChildren, VNode } from "preact";
import { isFewEmoji } from "./emoji.ts";
import type { Tokens } from "marked";
import { lex, type Token } from "./lex.ts";
import { cutAddress, safeHref } from "./links.ts";
import { type Mentioned, splitMentions } from "./mentions.ts";

export interface MarkupProps {
  readonly text: string;
  readonly mentioned?: readonly Mentioned[];
  /** The one whose mentions stand out. */
  readonly viewerId?: string;
  /** Put at the end of the last line, such as the time in a bubble. */
  readonly tail?: ComponentChildren;
}

interface Surroundings {
  readonly mentioned: readonly Mentioned[];
  readonly viewerId: string;
  readonly depth: number;
  readonly inLink: boolean;
}

/** Beyond this nesting text is shown as it was typed. */
const MAX_DEPTH = 20;

/**
 * Message text as nodes: the markdown that chats use, links that are safe to follow, mentions. There is no HTML on the way,
 * so nothing needs cleaning: what is not known here is shown as it was typed.
 */
export function Markup({ text, mentioned = [], viewerId = "", tail }: MarkupProps): VNode {
  if (isFewEmoji(text)) return <p class="jumbo">{text}{tail}</p>;
  const around: Surroundings = { mentioned, viewerId, depth: 0, inLink: false };
  const tokens = lex(text).filter((token) => token.type !== "space");
  const last = tokens.at(-1);
  const tailFits = last !== undefined && (last.type === "paragraph" || !isKnownBlock(last));
  return (
    <>
      {tokens.map((token) => block(token, around, token === last && tailFits ? tail : undefined))}
      {!tailFits && tail}
    </>
  );
}

const isKnownBlock = (token: Token): boolean => ["code", "blockquote", "list", "text"].includes(token.type);

function block(token: Token, around: Surroundings, tail?: ComponentChildren): VNode {
  const inner = { ...around, depth: around.depth + 1 };
  if (around.depth > MAX_DEPTH) return paragraph([token.raw], tail);
  switch (token.type) {
    case "paragraph":
      return paragraph(inline(token.tokens, inner), tail);
    case "text":
      return <>{token.tokens ? inline(token.tokens, inner) : typed(token.raw, inner)}</>;
    case "code":
      return token.codeBlockStyle === "indented" ? paragraph(typed(token.raw, inner), tail) : codeBlock(token.text);
    case "blockquote":
      return <blockquote>{blocks(token.tokens, inner)}</blockquote>;
    case "list":
      return list(token, inner);
    default:
      return paragraph(typed(token.raw.replace(/\n+$/, ""), inner), tail);
  }
}

const blocks = (tokens: readonly Token[] | undefined, around: Surroundings): VNode[] =>
  (tokens ?? []).filter((token) => token.type !== "space").map((token) => block(token, around));

const paragraph = (children: ComponentChildren, tail: ComponentChildren): VNode => <p dir="auto">{children}{tail}</p>;

const codeBlock = (text: string): VNode => <pre tabIndex={0} dir="ltr"><code>{text}</code></pre>;

function list(token: Tokens.List | Tokens.Generic, around: Surroundings): VNode {
  const items = (token.items as { task?: boolean; checked?: boolean; tokens: Token[] }[]).map((item) => (
    <li dir="auto">
      {item.task && (item.checked ? "☑ " : "☐ ")}
      {blocks(item.tokens.filter((inner) => inner.type !== "checkbox"), around)}
    </li>
  ));
  return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function inline(tokens: readonly Token[] | undefined, around: Surroundings): ComponentChildren[] {
  return (tokens ?? []).map((token) => span(token, around));
}

function span(token: Token, around: Surroundings): ComponentChildren {
  const inner = { ...around, depth: around.depth + 1 };
  if (around.depth > MAX_DEPTH) return token.raw;
  switch (token.type) {
    case "text":
      return token.tokens ? inline(token.tokens, inner) : typed(token.raw, around);
    case "escape":
      return token.text;
    case "br":
      return <br />;
    case "strong":
      return <strong>{inline(token.tokens, inner)}</strong>;
    case "em":
      return <em>{inline(token.tokens, inner)}</em>;
    case "del":
      return <del>{inline(token.tokens, inner)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "link":
      return link(token, inner);
    default:
      return typed(token.raw, around);
  }
}

function link(token: Token, around: Surroundings): ComponentChildren {
  if (token.type !== "link" || around.inLink) return token.raw;
  const { address, rest } = token.autolink ? cutAddress(token.raw) : { address: token.raw, rest: "" };
  const href = safeHref(rest === "" ? token.href : token.href.slice(0, token.href.length - rest.length));
  if (href === null) return typed(token.raw, around);
  const inside = { ...around, inLink: true, mentioned: [] };
  return (
    <>
      <a href={href} title={token.autolink ? undefined : href} rel="nofollow noopener noreferrer ugc" target="_blank">
        {token.autolink ? address : inline(token.tokens, inside)}
      </a>
      {rest !== "" && typed(rest, around)}
    </>
  );
}

/** Text as typed: line ends stay, mentions become marks. */
function typed(text: string, around: Surroundings): ComponentChildren[] {
  return splitMentions(text, around.mentioned).map((piece) => {
    if (typeof piece === "string") return withBreaks(piece);
    const { id, displayName } = piece.mentioned;
    return <a key={id} class={id === around.viewerId ? "at me" : "at"} href={`/people/${id}`}>@{displayName}</a>;
  });
}

function withBreaks(text: string): ComponentChildren {
  if (!text.includes("\n")) return text;
  return text.split("\n").map((line, index) => (index === 0 ? line : [<br key={index} />, line]));
}
