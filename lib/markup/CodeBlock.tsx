import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface CodeBlockProps {
  readonly text: string;
  /** As typed behind the fence. */
  readonly language: string;
}

/** Longer ones stay plain: time grows with the square of hostile text, and two thousand letters take 0.2 s at worst. */
const MOST = 2_000;

/**
 * A block of code. Colours come in the browser, after the text: the server runs no language's patterns over what strangers
 * write, pages stay small, and a page without such a block loads nothing for it.
 */
export function CodeBlock({ text, language }: CodeBlockProps): VNode {
  const wanted = language !== "" && text.length <= MOST;
  const [coloured, setColoured] = useState<{ readonly of: string; readonly as: ComponentChildren } | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let isLeft = false;
    import("./languages.ts").then(({ inColours }) => inColours(language, text)).then(
      (as) => !isLeft && setColoured({ of: text, as }),
      () => {}, // Code without colours is code.
    );
    return () => {
      isLeft = true;
    };
  }, [text, language, wanted]);
  return <pre tabIndex={0} dir="ltr"><code>{coloured?.of === text ? coloured.as : text}</code></pre>;
}
