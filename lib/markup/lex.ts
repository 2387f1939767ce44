import { lexInline } from "./lex_inline.ts";
import type { Block, ListItem } from "./tokens.ts";

/** Quotes and lists in one another beyond this are shown as typed. */
const MAX_DEPTH = 20;

const FENCE = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])( +(?=\S)| *$)/;
const TASK = /^\[([ xX])\] +(?=\S)/;

/**
 * Message text as blocks: the markdown that chats use and nothing else. Takes time in proportion to the text, whatever the
 * text, and never throws.
 */
export const lex = (text: string): Block[] => lexLines(text.split("\n"), 0);

function lexLines(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push(paragraphOf(paragraph));
    paragraph = [];
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? "";
    const found = line.trim() === "" ? null : blockAt(lines, at, depth, paragraph.length > 0);
    if (found) {
      endParagraph();
      blocks.push(found.block);
      at = found.end;
      continue;
    }
    if (line.trim() === "") endParagraph();
    else paragraph.push(line);
    at++;
  }
  endParagraph();
  return blocks;
}

function paragraphOf(lines: readonly string[]): Block {
  const raw = lines.join("\n");
  return { type: "paragraph", raw, tokens: lexInline(raw) };
}

interface Found {
  readonly block: Block;
  /** The line after it. */
  readonly end: number;
}

function blockAt(lines: readonly string[], at: number, depth: number, inParagraph: boolean): Found | null {
  const line = lines[at] ?? "";
  const fence = FENCE.exec(line);
  if (fence) return codeAt(lines, at, fence[1] ?? "", fence[2] ?? "");
  if (depth > MAX_DEPTH) return null;
  if (QUOTE.test(line)) return quoteAt(lines, at, depth);
  const item = ITEM.exec(line);
  // "1984. A year" in the middle of a paragraph is no list, and a dash alone none at all.
  const isList = item && line.trim().length > (item[2]?.length ?? 0) && (!inParagraph || !item[3] || item[3] === "1");
  return isList ? listAt(lines, at, depth) : null;
}

function codeAt(lines: readonly string[], at: number, fence: string, info: string): Found {
  let end = at + 1;
  while (end < lines.length && !closes(lines[end] ?? "", fence)) end++;
  const text = lines.slice(at + 1, end).join("\n");
  const [language = ""] = info.trim().split(/\s/, 1);
  return { block: { type: "code", raw: lines.slice(at, end + 1).join("\n"), text, language }, end: end + 1 };
}

function closes(line: string, fence: string): boolean {
  const mark = line.trim();
  return mark.length >= fence.length && mark === (fence[0] ?? "").repeat(mark.length);
}

function quoteAt(lines: readonly string[], at: number, depth: number): Found {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end] ?? "")) end++;
  const own = lines.slice(at, end);
  const tokens = lexLines(own.map((line) => line.replace(QUOTE, "")), depth + 1);
  return { block: { type: "blockquote", raw: own.join("\n"), tokens }, end };
}

function listAt(lines: readonly string[], at: number, depth: number): Found {
  const marker = ITEM.exec(lines[at] ?? "");
  const kind = kindOf(marker);
  const items: ListItem[] = [];
  let end = at;
  while (end < lines.length) {
    const item = ITEM.exec(lines[end] ?? "");
    if (!item || kindOf(item) !== kind) break;
    const begin = end;
    end = endOfItem(lines, begin, item[0].length);
    items.push(itemOf(lines.slice(begin, end), item[0].length, depth));
  }
  return {
    block: {
      type: "list",
      raw: lines.slice(at, end).join("\n"),
      ordered: marker?.[3] !== undefined,
      start: Number(marker?.[3] ?? 1),
      items,
    },
    end,
  };
}

/** Items with another sign begin another list. */
const kindOf = (item: RegExpExecArray | null): string =>
  item?.[3] === undefined ? item?.[2] ?? "" : item[2]?.at(-1) ?? "";

/** An item goes on with indented lines, over blank ones too, and with plain lines of its text. */
function endOfItem(lines: readonly string[], begin: number, indent: number): number {
  let end = begin + 1;
  let isAfterBlank = false;
  for (let at = end; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const isBlank = line.trim() === "";
    const isInside = !isBlank && indentOf(line) >= Math.min(indent, 4) && indentOf(line) >= 2;
    const isLazy = !isBlank && !isAfterBlank && !ITEM.test(line) && !QUOTE.test(line) && !FENCE.test(line);
    if (!isBlank && !isInside && !isLazy) break;
    if (!isBlank) end = at + 1;
    isAfterBlank = isBlank;
  }
  return end;
}

function itemOf(lines: readonly string[], indent: number, depth: number): ListItem {
  const [first = "", ...rest] = lines;
  const content = first.slice(indent);
  const task = TASK.exec(content);
  const inner = [
    task ? content.slice(task[0].length) : content,
    ...rest.map((line) => line.slice(Math.min(indent, indentOf(line)))),
  ];
  const blocks = lexLines(inner, depth + 1);
  const isLoose = inner.some((line) => line.trim() === "");
  return {
    checked: task ? task[1] !== " " : null,
    tokens: isLoose ? blocks : blocks.map((block) => block.type === "paragraph" ? { ...block, type: "text" } : block),
  };
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
