import { Lexer, type Token } from "marked";

/** Lexing costs up to the square of the length for hostile text, so long text is lexed in stretches of at most this many characters. */
const STRETCH = 2_000;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

export type { Token };

/** Message text as tokens of markdown. Never throws: what cannot be lexed comes back as one paragraph of plain text. */
export function lex(text: string): Token[] {
  return stretches(text).flatMap(({ text: stretch, isPlain }) => isPlain ? [plain(stretch)] : lexStretch(stretch));
}

function lexStretch(text: string): Token[] {
  try {
    return new Lexer({ gfm: true, breaks: true }).lex(text);
  } catch {
    // Deep nesting overflows the library's stack.
    return [plain(text)];
  }
}

const plain = (text: string): Token => ({
  type: "paragraph",
  raw: text,
  text,
  tokens: [{ type: "text", raw: text, text, escaped: false }],
});

interface Stretch {
  readonly text: string;
  readonly isPlain: boolean;
}

/** Cuts between lines, at blank ones where it can, and never inside a code block; a line longer than a stretch is taken as plain text. */
function stretches(text: string): Stretch[] {
  if (text.length <= STRETCH) return [{ text, isPlain: false }];
  const done: Stretch[] = [];
  let open = "";
  let fence = "";
  const close = () => {
    // A code block may be longer: it is lexed in one go, because nothing inside it is looked at.
    if (open !== "") done.push({ text: open, isPlain: false });
    open = "";
  };
  for (const line of text.split(/(?<=\n)/)) {
    const mark = FENCE.exec(line)?.[1] ?? "";
    if (fence !== "") {
      open += line;
      if (mark.startsWith(fence) && line.trim() === mark) {
        fence = "";
        close();
      }
      continue;
    }
    if (mark !== "") {
      close();
      fence = mark;
      open = line;
      continue;
    }
    if (line.length > STRETCH) {
      close();
      done.push({ text: line, isPlain: true });
      continue;
    }
    const isFull = open.length + line.length > STRETCH;
    if (isFull || (line.trim() === "" && open.length > STRETCH / 2)) close();
    open += line;
  }
  close();
  return done;
}
