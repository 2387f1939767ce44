import type { ComponentChildren, VNode } from "preact";
import { CodeBlock } from "./CodeBlock.tsx";
import { isFewEmoji } from "./emoji.ts";
import { lex } from "./lex.ts";
import { cutAddress, safeHref } from "./links.ts";
import { type Mentioned, splitMentions } from "./mentions.ts";
import type { Block, Inline, ListItem } from "./tokens.ts";

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
  const tokens = lex(text);
  const last = tokens.at(-1);
  const tailFits = last?.type === "paragraph";
  return (
    <>
      {tokens.map((token) => block(token, around, token === last && tailFits ? tail : undefined))}
      {!tailFits && tail}
    </>
  );
}

function block(token: Block, around: Surroundings, tail?: ComponentChildren): VNode {
  const inner = { ...around, depth: around.depth + 1 };
  if (around.depth > MAX_DEPTH) return paragraph([token.raw], tail);
  switch (token.type) {
    case "paragraph":
      return paragraph(inline(token.tokens, inner), tail);
    case "text":
      return <>{inline(token.tokens, inner)}</>;
    case "code":
      return <CodeBlock text={token.text} language={token.language} />;
    case "blockquote":
      return <blockquote>{blocks(token.tokens, inner)}</blockquote>;
    case "list":
      return token.ordered
        ? <ol start={token.start}>{items(token.items, inner)}</ol>
        : <ul>{items(token.items, inner)}</ul>;
  }
}

const blocks = (tokens: readonly Block[], around: Surroundings): VNode[] => tokens.map((token) => block(token, around));

const paragraph = (children: ComponentChildren, tail: ComponentChildren): VNode => <p dir="auto">{children}{tail}</p>;

const items = (list: readonly ListItem[], around: Surroundings): VNode[] =>
  list.map((item) => (
    <li dir="auto" class={item.checked === null ? undefined : "task"}>
      {item.checked !== null && (item.checked ? "☑ " : "☐ ")}
      {blocks(item.tokens, around)}
    </li>
  ));

const inline = (tokens: readonly Inline[], around: Surroundings): ComponentChildren[] =>
  tokens.map((token) => span(token, around));

function span(token: Inline, around: Surroundings): ComponentChildren {
  const inner = { ...around, depth: around.depth + 1 };
  if (around.depth > MAX_DEPTH) return token.raw;
  switch (token.type) {
    case "text":
      return typed(token.raw, around);
    case "escape":
      return token.text;
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
  }
}

function link(token: Extract<Inline, { type: "link" }>, around: Surroundings): ComponentChildren {
  if (around.inLink) return token.raw;
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
